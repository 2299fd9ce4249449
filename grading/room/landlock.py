"""Landlock: from here on, only the named files can be opened, no TCP, no signal or abstract socket to the outside.

Constants: include/uapi/linux/landlock.h. Needs Linux 5.13; later kernels add rights, older ones lack some of them.
"""

from __future__ import annotations

import os
import stat
import struct
from collections.abc import Iterable

from grading.room import libc

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same numbers on all machines
_VERSION_FLAG, _PATH_BENEATH = 1, 1

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
_ALL_OF_FIRST_VERSION = 0x1FFF
_REFER, _TRUNCATE, _IOCTL_DEV = 0x2000, 0x4000, 0x8000
_REMOVE, _MAKE_DIR, _MAKE_REG = 0x30, 0x80, 0x100
_NET_BIND_CONNECT, _SCOPE_SOCKET_SIGNAL = 3, 3

READ = _READ_FILE | _READ_DIR
USE = _READ_FILE | _WRITE_FILE
WRITE = READ | _WRITE_FILE | _REMOVE | _MAKE_DIR | _MAKE_REG | _REFER | _TRUNCATE
_RIGHTS_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV


def version() -> int:
    """Version of landlock in this kernel; 0 where there is none."""
    try:
        return libc.syscall(_CREATE_RULESET, None, 0, _VERSION_FLAG)
    except OSError:
        return 0


def restrict(paths: Iterable[tuple[str, int]]) -> None:
    """Allow the given rights beneath the given paths (those that exist), nothing else. Needs no_new_privileges."""
    abi = version()
    handled = _ALL_OF_FIRST_VERSION
    for since, right in ((2, _REFER), (3, _TRUNCATE), (5, _IOCTL_DEV)):
        handled |= right if abi >= since else 0
    # a kernel refuses fields that it does not know unless they are absent
    fields = [handled, _NET_BIND_CONNECT, _SCOPE_SOCKET_SIGNAL][: 1 if abi < 4 else 2 if abi < 6 else 3]
    attributes = struct.pack(f"{len(fields)}Q", *fields)
    ruleset = libc.syscall(_CREATE_RULESET, attributes, len(attributes), 0)
    for path, rights in paths:
        _allow(ruleset, path, rights & handled)
    libc.syscall(_RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    if not stat.S_ISDIR(os.fstat(fd).st_mode):
        rights &= _RIGHTS_OF_FILES
    libc.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, struct.pack("=Qi", rights, fd), 0)
    os.close(fd)

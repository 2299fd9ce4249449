"""The few system calls that Python has no name for. Each raises ``OSError`` as the calls of ``os`` do."""

from __future__ import annotations

import ctypes
import os
import struct

NEW_MOUNTS = 0x00020000
NEW_UTS = 0x04000000
NEW_IPC = 0x08000000
NEW_USER = 0x10000000
NEW_PID = 0x20000000
NEW_NET = 0x40000000

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC = 1, 2, 4, 8
MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 0x20, 0x1000, 0x4000, 0x40000
MNT_DETACH = 2

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_CAPBSET_DROP = 1, 4, 22, 24
_PR_SET_CHILD_SUBREAPER, _PR_SET_NO_NEW_PRIVS = 36, 38
_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL = 47, 4
_SECCOMP_MODE_FILTER = 2
_CAPABILITY_VERSION_3 = 0x20080522
# system calls added since Linux 5.1 have one number on all machines
_SYS_MOUNT_SETATTR = 442
_AT_FDCWD, _AT_RECURSIVE = -100, 0x8000
_SYS_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41, "riscv64": 41}

_libc = ctypes.CDLL(None, use_errno=True)


def check(result: int, what: str = "") -> int:
    """The result of a system call, or its error as ``OSError``."""
    if result == -1:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def syscall(number: int, *arguments: object) -> int:
    """Any system call by number."""
    return check(_libc.syscall(number, *arguments), f"syscall {number}")


def unshare(flags: int) -> None:
    """Enter namespaces of one's own."""
    check(_libc.unshare(flags), "unshare")


def enter_namespace(fd: int, kind: int) -> None:
    """Go (back) to a namespace that ``fd`` stands for."""
    check(_libc.setns(fd, kind), "setns")


def mount(source: str, target: str, kind: str | None, flags: int, data: str = "") -> None:
    """mount(2)."""
    kind_bytes = kind.encode() if kind else None
    check(
        _libc.mount(
            source.encode(), target.encode(), kind_bytes, ctypes.c_ulong(flags), data.encode() or None
        ),
        f"mount {target}",
    )


def unmount(target: str) -> None:
    """Detach a mount and all below it."""
    check(_libc.umount2(target.encode(), MNT_DETACH), f"umount {target}")


def pivot_root(new: str, old: str) -> None:
    """Make ``new`` the root; the former root appears at ``old``."""
    syscall(_SYS_PIVOT_ROOT[os.uname().machine], new.encode(), old.encode())


def restrict_mount(target: str, flags: int) -> None:
    """Set ``MS_RDONLY | MS_NOSUID | MS_NODEV …`` on a mount and all below it (the low bits mean the same here)."""
    attributes = struct.pack("QQQQ", flags, 0, 0, 0)
    syscall(
        _SYS_MOUNT_SETATTR,
        _AT_FDCWD,
        target.encode(),
        _AT_RECURSIVE,
        attributes,
        ctypes.c_size_t(len(attributes)),
    )


def _prctl(option: int, *arguments: object) -> None:
    padded = [*arguments, *[ctypes.c_ulong(0)] * (4 - len(arguments))]
    check(_libc.prctl(option, *padded), f"prctl {option}")


def die_with_parent(signal: int) -> None:
    """Ask for ``signal`` when the parent ends."""
    _prctl(_PR_SET_PDEATHSIG, ctypes.c_ulong(signal))


def adopt_orphans() -> None:
    """Descendants whose parent ends become children of this process."""
    _prctl(_PR_SET_CHILD_SUBREAPER, ctypes.c_ulong(1))


def own_proc_again() -> None:
    """After a change of user: /proc/self belongs to the new user (user namespaces are set up through it)."""
    _prctl(_PR_SET_DUMPABLE, ctypes.c_ulong(1))


def no_new_privileges() -> None:
    """No program started from here on can gain rights."""
    _prctl(_PR_SET_NO_NEW_PRIVS, ctypes.c_ulong(1))


def drop_bounding_set() -> None:
    """Nothing started from here on can have a capability; root does this before it changes the user."""
    for number in range(64):
        try:
            _prctl(_PR_CAPBSET_DROP, ctypes.c_ulong(number))
        except OSError:  # EINVAL: past the last one that this kernel knows; EPERM: has none to drop
            break


def drop_capabilities() -> None:
    """Give up every capability for good: bounding, ambient, effective, permitted, inheritable."""
    drop_bounding_set()
    _prctl(_PR_CAP_AMBIENT, ctypes.c_ulong(_PR_CAP_AMBIENT_CLEAR_ALL))
    header = struct.pack("Ii", _CAPABILITY_VERSION_3, 0)
    check(_libc.capset(header, bytes(24)), "capset")


def filter_system_calls(program: bytes) -> None:
    """Install a seccomp program (array of 8-byte instructions) for this process and its threads to come."""

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))

    prepared = Program(len(program) // 8, program)
    _prctl(_PR_SET_SECCOMP, ctypes.c_ulong(_SECCOMP_MODE_FILTER), ctypes.byref(prepared))

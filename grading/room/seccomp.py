"""The system calls that an answer may make: a list of what computing needs; all else fails with EPERM.

No program can be started and no process forked (so that one kill ends a room), no socket opened, nobody signalled.
The filter is compiled by libseccomp, which every Debian and Ubuntu has, once per zygote; a room only installs it.
"""

from __future__ import annotations

import ctypes
import errno
import os
import socket
from collections.abc import Mapping

_ALLOW = 0x7FFF0000
_ERRNO = 0x00050000
_EQUAL, _MASKED_EQUAL = 4, 7

_FREE = """
read write readv writev pread64 pwrite64 preadv pwritev preadv2 pwritev2 lseek close close_range
open openat openat2 creat stat fstat lstat newfstatat fstatat64 statx access faccessat faccessat2 readlink readlinkat
getdents getdents64 getcwd chdir fchdir mkdir mkdirat rmdir unlink unlinkat rename renameat renameat2
ftruncate fallocate fsync fdatasync sync_file_range fadvise64 copy_file_range sendfile statfs fstatfs
umask flock dup dup2 dup3 pipe pipe2
mmap munmap mremap mprotect madvise brk msync mincore mlock munlock membarrier get_mempolicy
rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigtimedwait rt_sigsuspend sigaltstack restart_syscall
poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2 eventfd eventfd2
timerfd_create timerfd_settime timerfd_gettime nanosleep clock_nanosleep pause alarm setitimer getitimer
clock_gettime clock_getres gettimeofday time times getrusage sysinfo uname getrandom
futex futex_waitv set_robust_list get_robust_list set_tid_address rseq sched_yield sched_getaffinity sched_getparam
sched_getscheduler sched_get_priority_max sched_get_priority_min getcpu getpriority arch_prctl
getpid getppid gettid getuid geteuid getgid getegid getgroups getresuid getresgid getpgrp getpgid getsid capget
getrlimit wait4 waitid exit exit_group recvfrom shutdown getsockopt getsockname getpeername
"""
# landlock does not ask about these (truncate: not before Linux 6.2): only for a room that sees no files but its own
_OWN_FILES = "chmod fchmod fchmodat utime utimes utimensat truncate"

_CLONE_THREAD = 0x00010000
_PR_SET_NAME, _PR_GET_NAME, _PR_SET_VMA = 15, 16, 0x53564D41
_TCGETS, _FIOCLEX, _FIONBIO, _FIONREAD = 0x5401, 0x5451, 0x5421, 0x541B
# duplicates, flags and locks; never F_SETOWN and F_SETSIG, by which a descriptor would signal somebody else's process
_FCNTL = (0, 1, 2, 3, 4, 5, 6, 7, 1030, 1032, 1033, 1034)
# (name, argument, comparison, value, value compared with when masked)
_CONDITIONAL = (
    ("clone", 0, _MASKED_EQUAL, _CLONE_THREAD, _CLONE_THREAD),  # threads, never processes
    ("prlimit64", 0, _EQUAL, 0, 0),  # one's own limits (they can only fall)
    ("socketpair", 0, _EQUAL, socket.AF_UNIX, 0),  # event loops wake themselves with it
    ("sendto", 4, _EQUAL, 0, 0),  # along a connection, to no address of one's own choice
    *(("fcntl", 1, _EQUAL, command, 0) for command in _FCNTL),
    *(("prctl", 0, _EQUAL, option, 0) for option in (_PR_SET_NAME, _PR_GET_NAME, _PR_SET_VMA)),
    *(("ioctl", 1, _EQUAL, request, 0) for request in (_TCGETS, _FIOCLEX, _FIONBIO, _FIONREAD)),
)
# a fork as the C library does it, and what a branch needs to close itself in (see ``branches``)
_FORK = 0x01200000  # CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID; the lowest byte is the signal when it ends
_PR_SET_PDEATHSIG, _PR_SET_SECCOMP = 1, 22
_BRANCHING = (
    ("clone", 0, _MASKED_EQUAL, 0xFFFFFF00, _FORK),
    ("prctl", 0, _EQUAL, _PR_SET_PDEATHSIG, 0),
    ("prctl", 0, _EQUAL, _PR_SET_SECCOMP, 0),
)


class _Comparison(ctypes.Structure):
    _fields_ = (
        ("argument", ctypes.c_uint),
        ("operator", ctypes.c_int),
        ("first", ctypes.c_uint64),
        ("second", ctypes.c_uint64),
    )


def compile_filter(*, branching: bool = False, own_files: bool = False) -> bytes:
    """The filter as a program for the kernel; ``OSError`` where libseccomp is missing or refuses.

    ``branching``: for an examiner's room, whose process may fork branches of itself that take the stricter filter.
    ``own_files``: the room has mounts of its own, so that modes and times of files there are its own affair.
    """
    library = ctypes.CDLL("libseccomp.so.2")
    library.seccomp_init.restype = ctypes.c_void_p
    context = ctypes.c_void_p(library.seccomp_init(ctypes.c_uint32(_ERRNO | errno.EPERM)))
    if not context:
        raise OSError("seccomp_init")
    try:
        free = _FREE.split() + (_OWN_FILES.split() if own_files else [])
        _add_rules(library, context, free, _CONDITIONAL + _BRANCHING if branching else _CONDITIONAL)
        return _exported(library, context)
    finally:
        library.seccomp_release(context)


def compile_refusals(refused: Mapping[str, int]) -> bytes:
    """A filter that lets every call pass but these (name -> error number); ``OSError`` where it cannot be made."""
    library = ctypes.CDLL("libseccomp.so.2")
    library.seccomp_init.restype = ctypes.c_void_p
    context = ctypes.c_void_p(library.seccomp_init(ctypes.c_uint32(_ALLOW)))
    if not context:
        raise OSError("seccomp_init")
    try:
        for name, fault in refused.items():
            number = library.seccomp_syscall_resolve_name(name.encode())
            if number >= 0:
                result = library.seccomp_rule_add_array(
                    context, ctypes.c_uint32(_ERRNO | fault), number, ctypes.c_uint(0), None
                )
                if result != 0:
                    raise OSError(-result, f"seccomp rule for {name}")
        return _exported(library, context)
    finally:
        library.seccomp_release(context)


def _add_rules(
    library: ctypes.CDLL,
    context: ctypes.c_void_p,
    free: list[str],
    conditional: tuple[tuple[str, int, int, int, int], ...],
) -> None:
    def add(name: str, action: int, *comparisons: _Comparison) -> None:
        number = library.seccomp_syscall_resolve_name(name.encode())
        if number < 0:  # not on this machine, or newer than this libseccomp
            return
        array = (_Comparison * max(1, len(comparisons)))(*comparisons)
        result = library.seccomp_rule_add_array(
            context, ctypes.c_uint32(action), number, ctypes.c_uint(len(comparisons)), array
        )
        if result != 0:
            raise OSError(-result, f"seccomp rule for {name}")

    for name in free:
        add(name, _ALLOW)
    for name, *condition in conditional:
        add(name, _ALLOW, _Comparison(*condition))
    add(
        "clone3", _ERRNO | errno.ENOSYS
    )  # its flags lie in memory, out of sight: the C library then takes clone


def _exported(library: ctypes.CDLL, context: ctypes.c_void_p) -> bytes:
    fd = os.memfd_create("filter")
    try:
        if library.seccomp_export_bpf(context, fd) != 0:
            raise OSError("seccomp_export_bpf")
        size = os.lseek(fd, 0, os.SEEK_CUR)
        return os.pread(fd, size, 0)
    finally:
        os.close(fd)

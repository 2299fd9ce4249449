"""System calls that no program in a cage needs: those that change namespaces and kernel, and ``fallocate``.

The walls stand without this; it takes away calls in which the kernel's own faults have been found most often. With
``fallocate`` a whole disk can be taken in an instant, faster than anybody looks (``quota``); written out, it takes time.
"""

from __future__ import annotations

import contextlib
import errno
import tempfile
from collections.abc import Iterator
from typing import IO

from grading.room import seccomp

_NEVER = """
mount umount2 pivot_root chroot move_mount open_tree fsopen fsconfig fsmount fspick mount_setattr setns unshare
keyctl add_key request_key bpf perf_event_open userfaultfd io_uring_setup io_uring_enter io_uring_register
process_vm_readv process_vm_writev kexec_load kexec_file_load init_module finit_module delete_module
swapon swapoff reboot acct quotactl syslog open_by_handle_at name_to_handle_at
"""


def compile_filter() -> bytes:
    """The filter for the kernel; empty where libseccomp is missing."""
    refused = dict.fromkeys(_NEVER.split(), errno.EPERM) | {"fallocate": errno.EOPNOTSUPP}
    try:
        return seccomp.compile_refusals(refused)
    except OSError:
        return b""


@contextlib.contextmanager
def filter_file() -> Iterator[IO[bytes] | None]:
    """The filter as an open file, as bubblewrap wants it; ``None`` where there is none."""
    program = compile_filter()
    if not program:
        yield None
        return
    with tempfile.TemporaryFile() as file:
        file.write(program)
        file.seek(0)
        yield file

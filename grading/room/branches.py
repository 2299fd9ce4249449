"""Branches: an examiner's room goes on in a fork of itself and is, when that ends, where it was before.

What an instructor's cells prepare before the first answer is looked at (imports, data, helpers) is the same for
everybody. It runs once; the tests of each submission run in a branch. A branch takes on the filter of ordinary rooms, so
it can start nothing, and it ends with the room. Answers never run here; the values that a branch reads go with it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading

from grading.room import libc

LEFT = 7  # exit status of a branch that was told to leave; a test that ends it, ends it with another


class Branches:
    """The branches of one room, one after the other."""

    def __init__(self, filter_program: bytes) -> None:
        self.filter = filter_program
        self._open_before = _open_files()

    def possible(self) -> bool:
        """Whether a fork is all of this process: threads would be missing in it, and open files be shared with it."""
        return threading.active_count() == 1 and _open_files() == self._open_before

    def start(self) -> bool:
        """Fork: true in the branch; false in this process, once the branch has ended as it should.

        This process ends with a branch that was killed or ended itself (who waits for its answer must hear of it), or
        that left files behind: the next one would find them.
        """
        before = _files_here()
        pid = os.fork()
        if pid == 0:
            libc.die_with_parent(signal.SIGKILL)
            libc.filter_system_calls(self.filter)
            return True
        if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) != LEFT or _files_here() != before:
            os._exit(0)
        return False


def _open_files() -> set[int]:
    found = set()
    for number in range(os.sysconf("SC_OPEN_MAX")):
        with contextlib.suppress(OSError):
            os.fstat(number)
            found.add(number)
    return found


def _files_here(folder: str = ".") -> list[tuple[str, int, int]]:
    """What lies in the working folder and below: path, bytes, time of change; nothing where it cannot be listed."""
    found: list[tuple[str, int, int]] = []
    try:
        entries = list(os.scandir(folder))
    except PermissionError:  # a room that has no folder to write to
        return found
    for entry in entries:
        status = entry.stat(follow_symlinks=False)
        if entry.is_dir(follow_symlinks=False):
            found += [(entry.path, 0, 0), *_files_here(entry.path)]
        else:
            found.append((entry.path, status.st_size, status.st_mtime_ns))
    return sorted(found)

"""Folders in which rooms without mounts of their own find the data files of a submission, and those left behind.

A folder goes with its room. One whose grader was killed at once (power, SIGKILL) stays; the next grader takes it away.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

PREFIX = "iku-ruang-"
# asumsi: a process number may be used again, or be unknown here and alive in another container that shares /tmp;
# no submission lasts this long
STALE_SECONDS = 3600.0


def shared_folder(files: Mapping[str, bytes]) -> str:
    """A folder that a room can read and not write; its name tells whose it is."""
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    folder.chmod(0o755)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        path.chmod(0o644)
    return str(folder)


def sweep() -> None:
    """Remove folders of ours that no grader uses any more: made by this user, long ago, by a process that has ended."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*-*"):
        with contextlib.suppress(OSError):
            if _is_stale(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _is_stale(folder: Path) -> bool:
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
        return False
    maker = folder.name.removeprefix(PREFIX).split("-")[0]
    return maker.isdecimal() and time.time() - status.st_mtime > STALE_SECONDS and not _alive(int(maker))


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # there, and another user's
        return True
    return True

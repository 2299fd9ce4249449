"""Runs a Python script as an ordinary user, for tests started by root: ``python ordinary_user.py SCRIPT ARGUMENT…``.

An interpreter in root's private home is made visible, in a mount namespace of this process only.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from grading.room import libc
from grading.room.walls import NOBODY
from grading.room.world import open_to_all

PROJECT = Path(__file__).resolve().parents[2]


def _private_ancestor(path: Path) -> Path:
    """The topmost folder on the way to ``path`` that others may not pass."""
    return next(part for part in reversed((path, *path.parents)) if not part.stat().st_mode & 0o001)


def show_private_folders() -> None:
    """Bind the interpreter and the project over their private ancestors."""
    needed = {Path(path).resolve() for path in (sys.base_prefix, sys.prefix, PROJECT)}
    hidden = [path for path in needed if not open_to_all(str(path))]
    if not hidden:
        return
    libc.unshare(libc.NEW_MOUNTS)
    libc.mount("none", "/", None, libc.MS_REC | libc.MS_PRIVATE)
    handles = {path: os.open(path, os.O_PATH | os.O_DIRECTORY) for path in hidden}
    for ancestor in {_private_ancestor(path) for path in hidden}:
        libc.mount("tmpfs", str(ancestor), "tmpfs", libc.MS_NOSUID | libc.MS_NODEV, "mode=0755")
    for path, handle in handles.items():
        path.mkdir(parents=True, exist_ok=True)
        libc.mount(f"/proc/self/fd/{handle}", str(path), None, libc.MS_BIND | libc.MS_REC)
        os.close(handle)


def main() -> None:
    if os.geteuid() == 0:
        show_private_folders()
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "LANG": "C.UTF-8",
        "TMPDIR": os.environ.get("TMPDIR", ""),
    }
    environment = {name: value for name, value in environment.items() if value}
    os.execve(sys.executable, [sys.executable, *sys.argv[1:]], environment)


if __name__ == "__main__":
    main()

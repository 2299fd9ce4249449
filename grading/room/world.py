"""The file system that the warm process lives in: system libraries and Python packages, read-only, and nothing else.

Built once, before anything is imported; rooms add a small writable folder of their own, /tmp where that is free. Exercises, keys, submissions,
home folders and /proc are not hidden in it: they are not there.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from pathlib import Path

from grading.room import libc

DEVICES = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")
_SYSTEM = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/share/zoneinfo")
_TMP, _BESIDE_TMP = "/tmp", "/ruang"  # noqa: S108 (a file system of the room's own lies there)
_READ_ONLY = libc.MS_RDONLY | libc.MS_NODEV
_OWN_PACKAGES = (
    "grading",
    "kpi_sim",
    "datasets",
)  # siblings in a checkout; in an installation all lie in site-packages


def readable_paths() -> list[str]:
    """What answers may read: the interpreter, its packages, system libraries, time zones, kpi_sim and its data."""
    names = ("stdlib", "platstdlib", "purelib", "platlib")
    paths = [*_SYSTEM, *(sysconfig.get_path(name) for name in names)]
    paths += [str(Path(sys.base_prefix) / "lib"), sysconfig.get_config_var("LIBDIR") or "/usr/lib"]
    project = Path(__file__).resolve().parents[2]
    paths += [str(project / name) for name in _OWN_PACKAGES]
    return [path for path in dict.fromkeys(map(os.path.abspath, paths)) if Path(path).exists()]


def lies_in(path: str, folders: list[str]) -> bool:
    """Whether ``path`` is one of ``folders`` or lies in one."""
    return any(path == folder or path.startswith(f"{folder}/") for folder in folders)


def scratch_for(paths: list[str]) -> str:
    """Where rooms write: /tmp, unless one of ``paths`` lies there and would be hidden by what is mounted over it."""
    return _BESIDE_TMP if any(lies_in(path, [_TMP]) for path in paths) else _TMP


def open_to_all(path: str) -> bool:
    """Whether every user of the machine can look into ``path``."""
    resolved = Path(path).resolve()
    return all(part.stat().st_mode & 0o001 for part in (resolved, *resolved.parents))


def build(paths: list[str]) -> None:
    """Replace the root of this mount namespace by a read-only one that holds only ``paths`` and four devices."""
    sources = {path: os.path.realpath(path) for path in sorted([*paths, *DEVICES], key=len)}  # links end here
    libc.mount("none", "/", None, libc.MS_REC | libc.MS_PRIVATE)
    libc.mount("tmpfs", _TMP, "tmpfs", libc.MS_NOSUID | libc.MS_NODEV, "mode=0755")
    os.chdir(_TMP)
    for folder in ("old", "new"):
        Path(folder).mkdir()
    libc.pivot_root(".", "old")
    os.chdir("/")
    libc.mount("tmpfs", "/new", "tmpfs", libc.MS_NOSUID | libc.MS_NODEV, "mode=0755")
    for path, source in sources.items():
        flags = libc.MS_NOEXEC if path in DEVICES else _READ_ONLY
        _show(Path("/old" + source), Path("/new" + path), libc.MS_NOSUID | flags)
    scratch = Path("/new" + scratch_for(paths))
    scratch.mkdir(parents=True)
    own = libc.MS_NOSUID | libc.MS_NODEV | libc.MS_NOEXEC
    libc.mount("tmpfs", str(scratch), "tmpfs", own, "mode=1777,size=16m")
    libc.unmount("/old")
    os.chdir("/new")
    libc.pivot_root(".", ".")
    libc.unmount(".")
    os.chdir(scratch_for(paths))
    libc.mount("none", "/", None, libc.MS_REMOUNT | libc.MS_BIND | libc.MS_NOSUID | _READ_ONLY)


def _show(source: Path, target: Path, flags: int) -> None:
    if target.exists():  # lies in a folder that is there already
        return
    if source.is_dir():
        target.mkdir(parents=True)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch()
    libc.mount(str(source), str(target), None, libc.MS_BIND | libc.MS_REC)
    libc.restrict_mount(str(target), flags)

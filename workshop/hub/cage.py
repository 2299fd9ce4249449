"""The bubblewrap command of one trainee's server: what it sees, and with which limits."""

from __future__ import annotations

import functools
import os
import resource
import shutil
import site
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from workshop import paths

HOME = "/rumah"
RUN = "/run/iku"
# asumsi: a kernel with pandas needs under 1 GiB a process; 400 processes and threads hold sixteen kernels (see kernels)
LIMITS = {
    resource.RLIMIT_DATA: 1536 * 2**20,
    resource.RLIMIT_NPROC: 400,
    resource.RLIMIT_FSIZE: 256 * 2**20,
    resource.RLIMIT_NOFILE: 4096,
    resource.RLIMIT_MEMLOCK: 0,
    resource.RLIMIT_CORE: 0,
}
SCRATCH = 64 * 2**20  # bytes of memory that each of /tmp and /dev/shm may take
_PRLIMIT = {
    resource.RLIMIT_DATA: "data",
    resource.RLIMIT_NPROC: "nproc",
    resource.RLIMIT_FSIZE: "fsize",
    resource.RLIMIT_NOFILE: "nofile",
    resource.RLIMIT_MEMLOCK: "memlock",
    resource.RLIMIT_CORE: "core",
}
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64")
ETC = ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "localtime", "fonts", "mime.types", "ssl/openssl.cnf")
# lessons and exercises import these; keys (course/exercises), grading and the class service stay outside
CONTENT = (
    "kpi_sim",
    "course/labui",
    "datasets",
    "workshop/__init__.py",
    "workshop/journal.py",
    "workshop/paths.py",
    "workshop/hub",
    "workshop/warm_kernels",
)


@dataclass(frozen=True)
class Cage:
    """Where one trainee's server lives: home, folder of its sockets, and the user that it becomes (root hub only)."""

    home: Path
    run: Path
    uid: int | None
    words: tuple[Path, Path] | None = (
        None  # a file and the place over which it is shown: JupyterLab's Indonesian
    )

    def command(self, program: Iterable[str], *options: str) -> list[str]:
        """The full command line (``options``: more of bubblewrap's); the environment of the process is passed on."""
        argv = [bubblewrap(), "--die-with-parent", "--new-session", "--hostname", "kelas", *options]
        argv += ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
        argv += ["--proc", "/proc", "--dev", "/dev", *_in_memory("/dev/shm", "1777")]  # noqa: S108
        argv += [*_in_memory("/tmp", "1777"), *_in_memory("/run", "0755")]  # noqa: S108
        argv += _read_only()
        if self.words:
            argv += ["--ro-bind", *map(str, self.words)]
        argv += ["--bind", str(self.home), HOME, "--bind", str(self.run), RUN, "--chdir", HOME]
        # what is not mounted on lies in memory, and belongs to the trainee where an ordinary user runs the class
        argv += ["--remount-ro", "/dev", "--remount-ro", "/run", "--remount-ro", "/"]
        become: list[str] = []
        if self.uid is None:
            argv += ["--unshare-user", "--uid", str(os.getuid()), "--gid", str(os.getgid())]
        else:
            # root sets the cage up (only root may pass its own folders on) and then gives up being root for good
            argv += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID", "--cap-add", "CAP_SETPCAP"]
            who = str(self.uid)
            become = ["setpriv", "--reuid", who, "--regid", who, "--clear-groups", "--no-new-privs"]
            become += ["--inh-caps=-all", "--bounding-set=-all", "--"]
        limits = ["prlimit", *(f"--{_PRLIMIT[what]}={most}" for what, most in LIMITS.items())]
        return [*argv, "--", *become, *limits, *program]


def bubblewrap() -> str:
    """Path of bubblewrap; the hub is not started where it is missing."""
    return shutil.which("bwrap") or "bwrap"


@functools.cache
def _knows(option: str) -> bool:
    """Whether the installed bubblewrap has an option (``--perms`` came with 0.5, ``--size`` with 0.7)."""
    told = subprocess.run([bubblewrap(), "--help"], capture_output=True, text=True, check=False)
    return option in told.stdout + told.stderr


def _in_memory(place: str, mode: str) -> list[str]:
    size = ["--size", str(SCRATCH)] if _knows("--size") else []
    rights = ["--perms", mode] if _knows("--perms") else []
    return [*size, *rights, "--tmpfs", place]


def _read_only() -> list[str]:
    """System, interpreter and course content, nothing else of this machine."""
    argv: list[str] = []
    for folder in SYSTEM:
        place = Path(folder)
        if place.is_symlink():
            argv += ["--symlink", str(place.readlink()), folder]
        elif place.is_dir():
            argv += ["--ro-bind", folder, folder]
    argv += ["--dir", "/etc", "--dir", "/etc/ssl"]
    for name in ETC:
        argv += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    # where IPython looks for the class's settings of kernels
    argv += ["--ro-bind", str(Path(__file__).with_name("ipython")), "/etc/ipython"]
    shown: list[Path] = []
    interpreter = [Path(folder) for folder in (sys.base_prefix, sys.prefix, *site.getsitepackages())]
    for place in [*interpreter, *(paths.ROOT / name for name in CONTENT)]:
        of_system = place.is_relative_to("/usr")
        if place.exists() and not of_system and not any(place.is_relative_to(other) for other in shown):
            shown.append(place)
    # bubblewrap would make the folders above closed to all but root
    for folder in sorted({parent for place in shown for parent in place.parents if parent != Path("/")}):
        argv += ["--dir", str(folder)]
    for place in shown:
        argv += ["--ro-bind", str(place), str(place)]
    return argv

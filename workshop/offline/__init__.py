"""The class on a USB stick: one archive that sets itself up on a machine without any network.

``python -m workshop.offline`` (``make offline-bundle``) packs three things: the committed content of the repository,
the wheels of ``requirements.lock`` for the Python and platform that run this command, and the two files of ``stick/``.
The wheels are fetched once, here, where there is internet, each against its hash; the installation checks the same
hashes again, so a damaged stick is noticed before the class, not in it.
"""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path

from workshop import paths
from workshop.errors import BundleError
from workshop.progress import Told

STICK = Path(__file__).with_name("stick")
CONTENT = "lab-iku"
_TURN = ("Collecting ", "Processing ")  # what pip says of each package when its turn comes
REQUIREMENT = re.compile(r"^(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)==", re.M)


def write_bundle(
    out: Path,
    *,
    only: frozenset[str] | None = None,
    root: Path = paths.ROOT,
    told: Told | None = None,
) -> Path:
    """Write ``lab-iku-<version>-luring.tar.gz`` into ``out``; gives its path. Nothing is left behind on failure.

    Args:
        out: folder, made where needed.
        only: names of the packages to take along; all of ``requirements.lock`` where it is ``None``.
        root: the clone, a git repository.
        told: hears how many of how many packages are fetched.

    Raises:
        BundleError: there is no repository, or a package cannot be fetched.
    """
    version = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    name = f"lab-iku-{version}-luring"
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out, prefix=".luring-") as place:
        top = Path(place) / name
        top.mkdir()
        _content(root, top / CONTENT)
        lock = top / CONTENT / "requirements.lock"
        if only is not None:
            lock.write_text(chosen(lock.read_text(encoding="utf-8"), only), encoding="utf-8")
        _wheels(lock, top / "wheels", told)
        (top / "python.txt").write_text(f"{needed_python()}\n", encoding="utf-8")
        for file in sorted(STICK.iterdir()):
            shutil.copy(file, top / file.name)
        part = Path(place) / "bundle"
        with tarfile.open(part, "w:gz", compresslevel=1) as archive:  # wheels are compressed already
            archive.add(top, name, filter=_nameless)
        target = out / f"{name}.tar.gz"
        part.replace(target)
    return target


def needed_python() -> str:
    """Version and machine that the wheels are for: ``3.11 x86_64``."""
    return f"{sys.version_info.major}.{sys.version_info.minor} {platform.machine()}"


def chosen(lock: str, only: frozenset[str]) -> str:
    """The entries of these packages, hashes included.

    Raises:
        BundleError: a name is not in the lock.
    """
    starts = [*REQUIREMENT.finditer(lock)]
    ends = [*(entry.start() for entry in starts[1:]), len(lock)]
    found = {entry["name"]: lock[entry.start() : end] for entry, end in zip(starts, ends, strict=True)}
    if missing := only - found.keys():
        raise BundleError(part="daftar paket", reason=f"{', '.join(sorted(missing))} tidak ada di sana")
    return "".join(found[name] for name in sorted(only))


def _content(root: Path, target: Path) -> None:
    """What is committed, without history."""
    done = subprocess.run(["git", "archive", "HEAD"], cwd=root, capture_output=True, check=False)
    if done.returncode:
        raise BundleError(part="isi Lab IKU", reason="folder ini bukan klon git yang utuh")
    target.mkdir()
    subprocess.run(["tar", "-x", "-C", str(target)], input=done.stdout, check=True)


def _wheels(lock: Path, target: Path, told: Told | None) -> None:
    argv = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--progress-bar", "off"]
    argv += ["--only-binary", ":all:", "--require-hashes", "--requirement", str(lock), "--dest", str(target)]
    total = len(REQUIREMENT.findall(lock.read_text(encoding="utf-8")))
    begun = 0
    with tempfile.TemporaryFile("w+", encoding="utf-8") as faults:
        with subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=faults, text=True) as pip:
            assert pip.stdout
            for line in pip.stdout:
                if told and line.startswith(_TURN):
                    told(min(begun, total), total)
                    begun += 1
        faults.seek(0)
        said = faults.read()
    if pip.returncode:
        last = said.strip().splitlines()[-1:] or ["tanpa keterangan"]
        raise BundleError(part="paket Python", reason=f"pip berkata: {last[0]}")
    if told:
        told(total, total)


def _nameless(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member

"""The class folder: one place (0700) that holds everything a class must remember."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import hmac
import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from workshop.errors import (
    ClassRunningError,
    DiskFullError,
    FolderNotWritableError,
    NotAClassFolderError,
)

MIB = 1024 * 1024
# asumsi: a class of 60 writes well under 20 MiB a day; below this a full disk is a matter of minutes.
LEAST_FREE = 64 * MIB


@dataclass(frozen=True)
class ClassFolder:
    """Paths inside one class folder."""

    path: Path

    @property
    def database(self) -> Path:
        return self.path / "kelas.sqlite"

    @property
    def course(self) -> Path:
        """The nbgrader course folder (source, release, submitted, gradebook.db, …)."""
        return self.path / "course"

    @property
    def logs(self) -> Path:
        return self.path / "log"

    @property
    def cache(self) -> Path:
        return self.path / "cache"

    @property
    def secret(self) -> bytes:
        """The secret from which variants and the cookie key are derived."""
        return (self.path / "class_secret").read_bytes()

    def cookie_key(self) -> str:
        """Key that signs cookies."""
        return hmac.new(self.secret, b"cookie", hashlib.sha256).hexdigest()


def prepare(path: Path, *, least_free: int = LEAST_FREE) -> ClassFolder:
    """The class folder at ``path``, created and proven writable.

    Raises:
        FolderNotWritableError: it cannot be created or written.
        DiskFullError: too little room is left.
    """
    folder = ClassFolder(path.expanduser().resolve())
    try:
        folder.path.mkdir(parents=True, exist_ok=True)
        folder.path.chmod(0o700)
        for part in (folder.course, folder.logs, folder.cache):
            part.mkdir(exist_ok=True)
            part.chmod(0o700)
        _prove_writable(folder.path)
        _ensure_secret(folder.path / "class_secret")
    except OSError as fault:
        raise explain(fault, folder.path) from fault
    free = shutil.disk_usage(folder.path).free
    if free < least_free:
        raise DiskFullError(free=mib(free), need=mib(least_free), folder=folder.path)
    return folder


def existing(path: Path) -> ClassFolder:
    """The class folder at ``path``; it must already hold a class."""
    folder = ClassFolder(path.expanduser().resolve())
    if not folder.database.is_file():
        raise NotAClassFolderError(folder=folder.path)
    return folder


def explain(fault: OSError, path: Path) -> FolderNotWritableError | DiskFullError:
    """The fault of the system in words."""
    if fault.errno in (errno.ENOSPC, errno.EDQUOT):
        free = shutil.disk_usage(path if path.exists() else path.parent).free
        return DiskFullError(free=mib(free), need=mib(LEAST_FREE), folder=path)
    reasons = {
        errno.EROFS: "media hanya-baca",
        errno.EACCES: "tanpa izin tulis",
        errno.EPERM: "tanpa izin tulis",
        errno.EEXIST: "ada berkas bernama sama",
        errno.ENOTDIR: "bagian dari alamatnya adalah berkas",
    }
    return FolderNotWritableError(reason=reasons.get(fault.errno or 0, "sistem menolak"), folder=path)


def mib(size: int) -> str:
    """Bytes as people read them: ``180 MB``."""
    return f"{size // MIB} MB"


def hold(folder: ClassFolder) -> int:
    """Take the class for this process; the lock goes when the process ends, however it ends.

    Raises:
        ClassRunningError: another process holds it.
    """
    handle = os.open(folder.path / "berjalan.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        pid = os.read(handle, 20).decode(errors="replace").strip() or "tidak diketahui"
        os.close(handle)
        raise ClassRunningError(pid=pid, folder=folder.path) from None
    os.ftruncate(handle, 0)
    os.write(handle, str(os.getpid()).encode())
    return handle


def _prove_writable(path: Path) -> None:
    probe = path / ".uji-tulis"
    with probe.open("wb") as file:
        file.write(b"\0" * 65536)
        file.flush()
        os.fsync(file.fileno())
    probe.unlink()


def _ensure_secret(path: Path) -> None:
    if path.exists() and path.stat().st_size >= 32:
        return
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(32))
        file.flush()
        os.fsync(file.fileno())

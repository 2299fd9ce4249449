"""A PostgreSQL of our own for tests: a fresh cluster in a temporary folder, reached by a UNIX socket only."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


def programs() -> Path | None:
    """Where ``initdb`` and ``postgres`` lie (Debian keeps them out of PATH)."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


@contextlib.contextmanager
def cluster() -> Iterator[str]:
    """The URL of an empty database; the server ends with the block."""
    place = programs()
    if place is None:
        pytest.skip("PostgreSQL is not installed (Debian package postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="iku-pg-"))
    user = None
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        user = next(name for name in ("postgres", "nobody") if _exists(name))
        shutil.chown(folder, user)
    data = folder / "data"
    options = ["-A", "trust", "-U", "lab", "-E", "UTF8", "--no-sync"]
    subprocess.run(
        [place / "initdb", "-D", data, *options], user=user, cwd=folder, check=True, capture_output=True
    )
    settings = ["-c", "listen_addresses=", "-c", "fsync=off", "-k", str(folder)]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [place / "postgres", "-D", data, *settings], user=user, cwd=folder, stdout=log, stderr=log
        )
    try:
        ready = [place / "pg_isready", "-h", str(folder), "-U", "lab", "-t", "30"]
        while subprocess.run(ready, capture_output=True, check=False).returncode:
            assert server.poll() is None, (folder / "log").read_text()
        yield f"postgresql+psycopg://lab@/postgres?host={folder}"
    finally:
        server.send_signal(signal.SIGINT)  # fast shutdown: does not wait for idle clients
        server.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _exists(name: str) -> bool:
    with contextlib.suppress(KeyError):
        return bool(pwd.getpwnam(name))
    return False

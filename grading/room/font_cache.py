"""The list of fonts that matplotlib makes when it first starts, kept from one warm process to the next.

Making it takes a third of a second, and the warm process has no home to keep it in. Who starts one opens a file of the
user's cache folder for it; the warm process reads and writes that before it forks its first room.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

_FILE = Path("lab-iku") / "fonts"
_MOST_BYTES = 16 * 1024 * 1024


def opened() -> int:
    """A descriptor of the file, empty when it is new; -1 where there can be none."""
    with contextlib.suppress(OSError, RuntimeError):  # no home, or not ours to write
        file = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / _FILE
        file.parent.mkdir(parents=True, exist_ok=True)
        return os.open(file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    return -1


class FontCache:
    """The file, seen from the warm process: a line with the level and matplotlib's name for the list, then the list.

    Which fonts there are depends on the level. What is not readable, half written or of another version does no harm:
    matplotlib then makes its list anew.
    """

    def __init__(self, fd: int, level: str) -> None:
        self.fd, self.level = fd, level
        self._found: tuple[str, bytes] | None = None

    def give(self, folder: str) -> None:
        """Put the list where matplotlib looks for it: ``folder`` is its folder of settings."""
        if self.fd < 0:
            return
        kept = b""
        with contextlib.suppress(OSError):  # a bad disk
            kept = os.pread(self.fd, _MOST_BYTES, 0)
        head, _, text = kept.partition(b"\n")
        level, _, name = head.decode(errors="replace").partition(" ")
        if level == self.level and name == Path(name).name and name.startswith("fontlist"):
            Path(folder, name).write_bytes(text)
            self._found = name, text

    def take(self, folder: str) -> None:
        """Keep the list that matplotlib has made, and close the file."""
        if self.fd < 0:
            return
        for file in Path(folder).glob("fontlist*.json"):
            made = file.name, file.read_bytes()
            if made != self._found:
                with contextlib.suppress(OSError):  # no room left
                    os.ftruncate(self.fd, 0)
                    os.pwrite(self.fd, f"{self.level} {file.name}\n".encode() + made[1], 0)
        os.close(self.fd)

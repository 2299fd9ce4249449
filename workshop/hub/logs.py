"""What a trainee's server says, kept in the class's log up to a limit: it never holds a file of the class open."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

MOST = 64 * 1024  # bytes of one server; the beginning says why one does not start
CHUNK = 64 * 1024


def log_pipe(place: Path) -> int:
    """A descriptor to write to; what comes is appended to ``place``, and dropped beyond the limit. The caller closes it."""
    heard, say = os.pipe()
    os.set_blocking(heard, False)
    loop = asyncio.get_running_loop()
    left = MOST

    def hear() -> None:
        nonlocal left
        try:
            piece = os.read(heard, CHUNK)
        except BlockingIOError:
            return
        if not piece:
            loop.remove_reader(heard)
            os.close(heard)
            return
        if left > 0:
            with place.open("ab") as log:
                log.write(piece[:left])
            left -= len(piece)

    loop.add_reader(heard, hear)
    return say

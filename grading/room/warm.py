"""The grader's end of a warm process: starts it, and brings the ``Rooms`` of this process and of its forks to it.

A warm process takes half a second to warm up. Started before the grader imports its own libraries, it does so on
another core meanwhile; and worker processes that share one share what it costs.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from pathlib import Path
from types import TracebackType

from grading.room import font_cache

# it ends at once: to take apart all that was imported would take a tenth of a second
_PROGRAM = """import os, sys
_, project, door, level, fonts = sys.argv
sys.path.insert(0, project)
from grading.room.zygote import main
os._exit(main(int(door), level, int(fonts)))"""
# numerical libraries read these when they load; nothing else of our environment reaches the warm process
_KEPT_VARIABLES = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "LD_LIBRARY_PATH")


class WarmProcess:
    """One warm process; it ends when its door is closed, here and in every fork of this process."""

    def __init__(self, level: str | None = None) -> None:
        """``level``: one of ``walls.LEVELS``, or None for the best that this machine has. Does not wait for it.

        Raises:
            UnknownNameError: there is no such level.
        """
        if level is not None:
            _check(level)
        self.level = level
        self._door, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        project = str(Path(__file__).resolve().parents[2])
        fonts = font_cache.opened()
        handed = [fd for fd in (theirs.fileno(), fonts) if fd >= 0]
        with theirs:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    "-I",
                    "-c",
                    _PROGRAM,
                    project,
                    str(theirs.fileno()),
                    level or "",
                    str(fonts),
                ],
                pass_fds=handed,
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                start_new_session=True,
            )
        if fonts >= 0:
            os.close(fonts)

    def join(self) -> socket.socket:
        """A line of one's own to the warm process, which tells its level first; closed when it is gone."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs, contextlib.suppress(OSError):
            socket.send_fds(self._door, [b"join"], [theirs.fileno()])
        return ours

    def dismiss(self) -> None:
        """Nobody joins any more; it ends, without being waited for, when all who have joined are gone."""
        self._door.close()

    def close(self) -> None:
        """End the warm process and every room."""
        self.dismiss()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=2)
        self.process.kill()
        self.process.wait()

    def __enter__(self) -> WarmProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _check(level: str) -> None:
    from grading.room import walls
    from kpi_sim.errors import UnknownNameError

    if level not in walls.LEVELS:
        raise UnknownNameError("Tingkat pemisah kode", level, walls.LEVELS)


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    return {
        **kept,
        "LANG": "C.UTF-8",
        "HOME": "/",
        "PATH": "",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MPLBACKEND": "agg",
    }

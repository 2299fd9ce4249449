"""The grader's side of the rooms: starts one warm process, opens rooms in it, knows which walls they have."""

from __future__ import annotations

import contextlib
import json
import os
import select
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any

from grading.room import walls
from grading.room.errors import NoIsolationError, RoomStartError
from grading.room.limits import Limits
from grading.room.line import Line
from grading.room.session import Session
from grading.room.shared import shared_folder, sweep
from kpi_sim.errors import UnknownNameError

_START_SECONDS = 60.0
_KILL_SECONDS = 20.0
_PROGRAM = "import sys; sys.path.insert(0, sys.argv.pop(1)); from grading.room.zygote import main; sys.exit(main(int(sys.argv[1]), sys.argv[2]))"
# numerical libraries read these when they load; nothing else of our environment reaches the warm process
_KEPT_VARIABLES = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "LD_LIBRARY_PATH")


class Rooms:
    """One warm process and the rooms forked from it; use it as a context manager, from one thread."""

    def __init__(self, level: str | None = None) -> None:
        """``level``: one of ``walls.LEVELS``, or None for the best that this machine has.

        Raises:
            UnknownNameError: there is no such level.
        """
        if level is not None and level not in walls.LEVELS:
            raise UnknownNameError("Tingkat pemisah kode", level, walls.LEVELS)
        self._asked_level = level or ""
        self.ended: dict[int, int] = {}  # room -> how it ended
        self.opened = 0
        self._start()

    def _start(self) -> None:
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        project = str(Path(__file__).resolve().parents[2])
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-I", "-c", _PROGRAM, project, str(theirs.fileno()), self._asked_level],
                pass_fds=[theirs.fileno()],
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                start_new_session=True,
            )
        self._older = max(0, self.opened - 1)  # rooms up to this number ended with an earlier warm process
        hello = self._hear(_START_SECONDS)
        if hello is None:
            self.close()
            raise RoomStartError("proses hangatnya tidak menjawab")
        self.level: str = hello["level"]
        if self.level == walls.REDUCED:
            sweep()

    def open(
        self,
        cells: Sequence[tuple[str, str]],
        files: Mapping[str, bytes] | None = None,
        limits: Limits | None = None,
    ) -> Session:
        """A session for one submission; its cells run when something is asked of them."""
        if not self.level:
            raise NoIsolationError
        return Session(self, cells, files or {}, limits or Limits())

    def line(
        self, limits: Limits, files: Mapping[str, bytes] | None = None, *, branching: bool = False
    ) -> Line:
        """A fresh room with ``files`` in its working folder, as a line to it.

        ``branching``: for trusted code, a room that can go back to where it was (see ``branches``).
        """
        if not self.level:
            raise NoIsolationError
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        self.opened = number = self.opened + 1
        folder = shared_folder(files) if files and self.level != walls.FULL else ""
        line = Line(self, number, ours, limits, folder)
        with theirs:
            wish = {"open": number, "limits": asdict(limits), "folder": folder, "branching": branching}
            request = json.dumps(wish).encode()
            try:
                socket.send_fds(self.control, [request], [theirs.fileno()])
            except OSError:  # the warm process is gone: whatever ended it must not end the grading of a class
                self.close()
                self._start()
                socket.send_fds(self.control, [request], [theirs.fileno()])
        if not folder:
            line.send_files(files or {}, seconds=limits.call_seconds)
        return line

    def kill(self, number: int) -> int | None:
        """End a room with all that is in it; how it ended (negative: by which signal), None if nobody knows."""
        if number <= self._older:
            return None
        with contextlib.suppress(OSError):
            self.control.send(json.dumps({"kill": number}).encode())
        deadline = time.monotonic() + _KILL_SECONDS
        while number not in self.ended:
            message = self._hear(deadline - time.monotonic())
            if message is None:
                return None
            self.ended[message["ended"]] = message["status"]
        return self.ended.pop(number)

    def _hear(self, seconds: float) -> dict[str, Any] | None:
        """The next message of the warm process; None when it has none in time or is gone."""
        ready, _, _ = select.select([self.control], [], [], max(0.0, seconds))
        if not ready:
            return None
        with contextlib.suppress(OSError):
            message = self.control.recv(4096)
            return json.loads(message) if message else None
        return None

    def close(self) -> None:
        """End the warm process and every room."""
        self.control.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=2)
        self.process.kill()
        self.process.wait()

    def __enter__(self) -> Rooms:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


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

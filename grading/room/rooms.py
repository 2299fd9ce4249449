"""The grader's side of the rooms: opens rooms in a warm process, knows which walls they have."""

from __future__ import annotations

import contextlib
import json
import select
import socket
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from types import TracebackType
from typing import TYPE_CHECKING, Any

from grading.room import walls
from grading.room.errors import NoIsolationError, RoomStartError
from grading.room.limits import Limits
from grading.room.line import Line
from grading.room.session import Session
from grading.room.shared import shared_folder, sweep
from grading.room.warm import WarmProcess

if TYPE_CHECKING:
    import subprocess

_START_SECONDS = 60.0
_KILL_SECONDS = 20.0


class Rooms:
    """Rooms forked from one warm process; use it as a context manager, from one thread."""

    def __init__(self, level: str | None = None, *, warm: WarmProcess | None = None) -> None:
        """Start a warm process, or use ``warm`` as long as it lives.

        Args:
            level: one of ``walls.LEVELS``, or None for the best that this machine has.
            warm: started with the same level, here or in the process that this one was forked from; stays open.

        Raises:
            UnknownNameError: there is no such level.
        """
        self._asked_level = level
        self._own: WarmProcess | None = None
        self.ended: dict[int, int] = {}  # room -> how it ended
        self.opened = 0
        self._start(warm if warm is not None and warm.level == level else None)

    @property
    def process(self) -> subprocess.Popen[bytes] | None:
        """The warm process that was started here; None where it is another's."""
        return self._own.process if self._own else None

    def _start(self, warm: WarmProcess | None = None) -> None:
        self._older = max(0, self.opened - 1)  # rooms up to this number ended with an earlier warm process
        hello = self._greeted(warm) if warm else None
        if hello is None:  # of our own: whatever became of the shared one does not concern us
            self._own = WarmProcess(self._asked_level)
            hello = self._greeted(self._own)
        if hello is None:
            self.close()
            raise RoomStartError("proses hangatnya tidak menjawab")
        self.level: str = hello["level"]
        if self.level == walls.REDUCED:
            sweep()

    def _greeted(self, warm: WarmProcess) -> dict[str, Any] | None:
        self.control = warm.join()
        hello = self._hear(_START_SECONDS)
        if hello is None:
            self.control.close()
        return hello

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
        if number <= self._older or self.control.fileno() < 0:
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
        """End every room, and the warm process that was started here."""
        self.control.close()
        if self._own is not None:
            self._own.close()
            self._own = None

    def __enter__(self) -> Rooms:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

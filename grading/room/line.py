"""A line to one room: requests out, answers in, and an end to the room whenever it misbehaves."""

from __future__ import annotations

import base64
import contextlib
import secrets
import select
import shutil
import socket
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from grading.room import wire
from grading.room.limits import Limits

if TYPE_CHECKING:
    from grading.room.rooms import Rooms

_MOST_QUESTIONS = 100_000


class RoomStuck(Exception):
    """The room did not answer in time; it is gone."""


class RoomDied(Exception):
    """The room ended, or spoke what is not our language; it is gone.

    ``status`` as of a process; ``unasked``: it had spoken before it was asked, so what ran before is to blame.
    """

    def __init__(self, status: int | None = None, *, unasked: bool = False) -> None:
        super().__init__(status)
        self.status, self.unasked = status, unasked


class Line:
    """One room, seen from the grader. After ``RoomStuck`` or ``RoomDied`` it is of no more use."""

    def __init__(
        self, rooms: Rooms, number: int, sock: socket.socket, limits: Limits, folder: str = ""
    ) -> None:
        self.rooms, self.number, self.sock, self.limits, self.folder = rooms, number, sock, limits, folder
        self.open = True

    def send_files(self, files: Mapping[str, bytes], *, seconds: float) -> None:
        """Put files into the working folder of the room."""
        if files:
            encoded = {name: base64.b64encode(content).decode("ascii") for name, content in files.items()}
            self.request("files", seconds=seconds, files=encoded)

    def request(
        self,
        what: str,
        *,
        seconds: float,
        answer: Callable[[dict[str, Any]], dict[str, Any]] | None = None,
        **content: Any,
    ) -> dict[str, Any]:
        """The room's answer; ``answer`` replies to what the room asks back meanwhile (examiner's rooms only)."""
        if not self.open:
            raise RoomDied
        if self._has_spoken():
            raise RoomDied(self.close(), unasked=True)
        number = secrets.randbits(48)  # not to be guessed by who answers before the question
        deadline = time.monotonic() + seconds
        try:
            wire.send(self.sock, {"n": number, "do": what, **content}, seconds=seconds)
            for _ in range(_MOST_QUESTIONS):
                message = wire.receive(
                    self.sock,
                    seconds=max(0.001, deadline - time.monotonic()),
                    most_bytes=self.limits.message_bytes,
                )
                if type(message) is dict and message.get("n") == number:
                    return message
                if answer is None or type(message) is not dict or "ask" not in message:
                    break
                wire.send(self.sock, answer(message["ask"]), seconds=seconds)
        except wire.SilentWire:
            self.close()
            raise RoomStuck from None
        except wire.BrokenWire:
            raise RoomDied(self.close()) from None
        raise RoomDied(self.close())

    def _has_spoken(self) -> bool:
        ready, _, _ = select.select([self.sock], [], [], 0)
        return bool(ready)

    def close(self) -> int | None:
        """End the room; its exit status."""
        if not self.open:
            return None
        self.open = False
        with contextlib.suppress(OSError):
            self.sock.close()
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)
        return self.rooms.kill(self.number)

"""The room in which an instructor's cells run: trusted text, with the trainee's names reached over the wall."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Set
from dataclasses import replace
from typing import Any

from grading.room import plain
from grading.room.errors import CannotCrossError, RoomGoneError
from grading.room.line import Line, RoomDied, RoomStuck
from grading.room.session import Reply, Session

_TEST_SECONDS = 30.0  # asumsi: a test of many calls; each call has its own, smaller limit


def looked_at(session: Session, names: Set[str]) -> dict[str, dict[str, Any]]:
    """What the trainee's names are now; an empty description for what cannot be known."""
    found: dict[str, Any] = {}
    if names:
        with contextlib.suppress(RoomGoneError):
            found = session.look(sorted(names))
    looks = {name: found.get(name) for name in names}
    return {name: look if type(look) is dict else {} for name, look in looks.items()}


class ExaminersRoom:
    """Runs locked and test cells in order; opened again, cells repeated, when a test has killed or stalled it."""

    def __init__(self, session: Session, files: Mapping[str, bytes]) -> None:
        self.session, self.files = session, dict(files)
        self.limits = replace(session.limits, total_seconds=600.0)
        self._line: Line | None = None
        self._done: list[str] = []
        self.fault = ""

    def run(self, source: str) -> None:
        """Run a cell that only prepares (locked cell, imports); its failure shows in the tests that need it."""
        if source.strip():
            with contextlib.suppress(RoomStuck, RoomDied):
                self._opened().request("run", seconds=_TEST_SECONDS, source=source, answer=self._answer)
            self._done.append(source)

    def bind(self, names: Set[str], found: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        """Give ``names`` the meaning that they have in the trainee's room: now, or when they were ``found``."""
        functions, missing, values = [], [], {}
        for name, look in (looked_at(self.session, names) if found is None else found).items():
            if look.get("callable") is True:
                functions.append(name)
                continue
            try:
                values[name] = plain.encode(plain.decode(look["value"]))
            except (KeyError, CannotCrossError):
                missing.append(name)
        with contextlib.suppress(RoomStuck, RoomDied):
            self._opened().request(
                "bind", seconds=_TEST_SECONDS, functions=functions, missing=missing, values=values
            )

    def test(self, source: str) -> dict[str, Any] | None:
        """How a test cell ended; None where it did not come to an end. ``fault`` says why a call had no result."""
        self.fault = ""
        try:
            return self._opened().request("run", seconds=_TEST_SECONDS, source=source, answer=self._answer)
        except (RoomStuck, RoomDied):
            return None

    def _opened(self) -> Line:
        if self._line is None or not self._line.open:
            self._line = self.session.rooms.line(self.limits, self.files)
            for source in self._done:
                self._line.request("run", seconds=_TEST_SECONDS, source=source, answer=self._answer)
        return self._line

    def _answer(self, question: dict[str, Any]) -> dict[str, Any]:
        """A test calls a function of the trainee."""
        arguments = [plain.decode(item) for item in question["arguments"]]
        named = {key: plain.decode(item) for key, item in question["named"].items()}
        changes = {key: question[key] for key in ("gone", "put")}
        return self._told(self.session.reply(question["name"], arguments, named, changes))

    def _told(self, reply: Reply) -> dict[str, Any]:
        outcome = reply.outcome
        told: dict[str, Any] = {"printed": reply.printed}
        with contextlib.suppress(CannotCrossError):
            told["arguments"] = [plain.encode(item) for item in outcome.arguments]
            told["named"] = {key: plain.encode(item) for key, item in reply.named.items()}
        if reply.failure is not None:
            told["error"] = {"builtin": reply.failure.builtin, "text": reply.failure.text}
        elif outcome.fault:
            self.fault = told["fault"] = outcome.detail
        else:
            told["value"] = plain.encode(outcome.value)
        return told

    def close(self) -> None:
        """End the room."""
        if self._line is not None:
            self._line.close()

"""The room in which an instructor's cells run: trusted text, with the trainee's names reached over the wall."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from grading.results import Outcome
from grading.room.errors import CannotCrossError, NoSuchNameError, RoomGoneError
from grading.room.line import Line, RoomDied, RoomStuck
from grading.room.outputs import plain_text
from grading.room.session import Session

if TYPE_CHECKING:
    from grading.room.rooms import Rooms

_MOST_PRINTED = 10_000
_MOST_SERVED = 50  # asumsi: submissions a branch; its limits of time and memory are those of one process
_TEST_SECONDS = 30.0  # asumsi: a test of many calls; each call has its own, smaller limit


def looked_at(session: Session, names: Set[str]) -> dict[str, dict[str, Any]]:
    """What the trainee's names are now; an empty description for what cannot be known."""
    found: dict[str, Any] = {}
    if names:
        with contextlib.suppress(RoomGoneError):
            found = session.look(sorted(names))
    looks = {name: found.get(name) for name in names}
    return {name: look if type(look) is dict else {} for name, look in looks.items()}


def _meanings(looks: Mapping[str, Mapping[str, Any]]) -> dict[str, Any] | None:
    """What an examiner's room has to know to give names the meaning that was looked at."""
    functions = [name for name, look in looks.items() if look.get("callable") is True]
    values = {
        name: look["value"] for name, look in looks.items() if "value" in look and name not in functions
    }
    missing = [name for name in looks if name not in functions and name not in values]
    return {"functions": functions, "values": values, "missing": missing} if looks else None


@dataclass
class _Prepared:
    """A room prepared by the cells of one assignment: what makes it that one, and the line to it.

    No line where those cells leave threads or open files, which no branch could have for its own. ``served``:
    submissions that the branch which now answers on the line has judged; none when the room itself does.
    """

    wanted: object
    line: Line | None
    served: int = 0


# one for each warm process
_prepared: WeakKeyDictionary[Rooms, _Prepared] = WeakKeyDictionary()


def end_prepared(rooms: Rooms) -> None:
    """End the prepared room, which otherwise stays until another assignment is graded or the warm process ends."""
    prepared = _prepared.pop(rooms, None)
    if prepared is not None and prepared.line is not None:
        prepared.line.close()


class ExaminersRoom:
    """Runs locked and test cells in order; opened again, cells repeated, when a test has killed or stalled it.

    Cells before the first that needs a name of the trainee are the same for every submission: they run once, in a room
    whose branches then serve one submission each (``grading.room.branches``), or many where the tests are
    ``reusable``: such that they leave nothing behind (:mod:`grading.testcells.leftovers`).
    """

    def __init__(self, session: Session, files: Mapping[str, bytes], *, reusable: bool = False) -> None:
        self.session, self.files, self.reusable = session, dict(files), reusable
        self.limits = replace(session.limits, total_seconds=600.0)
        self._line: Line | None = None
        self._common: list[str] = []
        self._done: list[str] = []
        self._looks: dict[str, Mapping[str, Any]] = {}  # what names mean, for the next cell
        self._begun = False
        self.fault = ""
        self.heard = (
            False  # a hidden test has called, or may call in this cell: no words of the room's own are told
        )

    def run(self, source: str) -> None:
        """Run a cell that only prepares (locked cell, imports); its failure shows in the tests that need it."""
        if not source.strip():
            return
        if not self._begun:
            self._common.append(source)
            return
        with contextlib.suppress(RoomStuck, RoomDied):
            self._run(source)
        self._done.append(source)

    def bind(self, names: Set[str], found: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        """Give ``names`` the meaning that they have in the trainee's room: now, or when they were ``found``.

        The room hears of it with the next cell.
        """
        self._looks |= looked_at(self.session, names) if found is None else found
        self._begun = True

    def test(self, source: str) -> dict[str, Any] | None:
        """How a test cell ended; None where it did not come to an end. ``fault`` says why a call had no result."""
        self.fault = ""
        try:
            answer = self._run(source)
        except (RoomStuck, RoomDied):
            return None
        self.fault = self.fault or answer.get("fault", "")
        return answer

    def _run(self, source: str) -> dict[str, Any]:
        line, looks = self._opened(), self._looks
        self._looks = {}
        return line.request(
            "run", seconds=_TEST_SECONDS, source=source, bind=_meanings(looks), answer=self._answer
        )

    def _opened(self) -> Line:
        self._begun = True
        if self._line is None or not self._line.open:
            self._line = self._branch() or self._fresh(branching=False)
            for source in self._done:
                self._line.request("run", seconds=_TEST_SECONDS, source=source, answer=self._answer)
        return self._line

    def _branch(self) -> Line | None:
        """A branch of the prepared room; None where that has ended or cannot have one."""
        rooms = self.session.rooms
        wanted = (tuple(self._common), tuple(sorted(self.files.items())), self.limits)
        prepared = _prepared.get(rooms)
        if prepared is not None and prepared.wanted == wanted and prepared.line is None:
            return None
        if prepared is None or prepared.wanted != wanted or not (prepared.line and prepared.line.open):
            end_prepared(rooms)
            prepared = _prepared[rooms] = _Prepared(wanted, self._fresh(branching=True))
        line = prepared.line
        if line is None or prepared.served:
            return line
        try:
            branched = line.request("branch", seconds=_TEST_SECONDS).get("branched")
        except (RoomStuck, RoomDied):
            return None
        if not branched:
            end_prepared(rooms)
            _prepared[rooms] = _Prepared(wanted, None)
            return None
        return line

    def _fresh(self, *, branching: bool) -> Line:
        line = self.session.rooms.line(self.limits, self.files, branching=branching)
        for source in self._common:
            line.request("run", seconds=_TEST_SECONDS, source=source, answer=self._answer)
        return line

    def _answer(self, question: dict[str, Any]) -> dict[str, Any]:
        """A test calls a function of the trainee: what crosses is handed on unread, and read in the examiner's room."""
        name = question["name"]
        content = {key: question[key] for key in ("arguments", "named", "gone", "put")}
        answer = self.session.relay(name, content)
        if isinstance(answer, Outcome):
            return self._without_result(answer.detail)
        told: dict[str, Any] = {"printed": plain_text(answer.get("printed"), _MOST_PRINTED)}
        told |= {key: answer[key] for key in ("arguments", "named", "value") if key in answer}
        error = answer.get("error")
        if type(error) is dict:
            return told | {
                "error": {
                    "builtin": plain_text(error.get("builtin"), 80),
                    "text": plain_text(error.get("text"), 300),
                }
            }
        if answer.get("missing") is True:
            return self._without_result(str(NoSuchNameError(name)))
        if "value" not in answer:
            reason = "" if self.heard else plain_text(answer.get("cannot"), 120)
            reason = reason or "jenisnya tidak biasa"
            return told | self._without_result(
                str(CannotCrossError(reason, name=f"yang dikembalikan {name}"))
            )
        return told

    def _without_result(self, why: str) -> dict[str, Any]:
        self.fault = why
        return {"fault": why}

    def close(self) -> None:
        """End the branch, or make it ready for the next submission; end the room where it is no branch."""
        if self._line is None:
            return
        prepared = _prepared.get(self.session.rooms)
        if prepared is None or prepared.line is not self._line:
            self._line.close()
            return
        stays = self.reusable and prepared.served + 1 < _MOST_SERVED
        prepared.served = prepared.served + 1 if stays else 0
        with contextlib.suppress(RoomStuck, RoomDied):
            self._line.request("renew" if stays else "leave", seconds=self.limits.call_seconds)

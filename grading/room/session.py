"""One submission in its room: cells in order, then values and calls; a bad cell costs only itself.

When a cell hangs or kills its room, a new room is opened, the earlier cells run again, and that cell is left out.
"""

from __future__ import annotations

import contextlib
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal

from grading.results import Outcome
from grading.room import plain
from grading.room.errors import CannotCrossError, NoSuchNameError, RoomGoneError
from grading.room.limits import Limits
from grading.room.line import Line, RoomDied, RoomStuck
from grading.room.outputs import cleaned, plain_text
from grading.room.reach import reaches_out
from grading.room.wording import call_message, cell_message, seconds_text

if TYPE_CHECKING:
    from grading.room.rooms import Rooms

CellStatus = Literal["ok", "error", "timeout", "memory", "crashed", "broken", "forbidden", "skipped"]
_MOST_DEATHS_OF_A_FUNCTION = 2
_MOST_BREAKERS = 3
# what runs in any Python in order, whatever names the answers have given to their values
_PLAIN_CELL = (
    "import builtins as _iku_dasar\nclass _IkuUji:\n    nilai = [angka + angka for angka in (1, 2)]\n"
    "_iku_dasar.print(_IkuUji.nilai)"
)
# the same, and long at work, so that what comes again and again comes, and what counts the processor's time has counted
_WATCHFUL_CELL = (
    "import time as _iku_jam\n_iku_mulai = _iku_jam.perf_counter()\n"
    f"while _iku_jam.perf_counter() < _iku_mulai + 0.02:\n    pass\n{_PLAIN_CELL}"
)
_ITS_NAMES = ["_iku_dasar", "_iku_jam", "_iku_mulai", "_IkuUji"]
_ITS_OUTPUTS = [{"output_type": "stream", "name": "stdout", "text": "[2, 4]\n"}]


@dataclass(frozen=True)
class CellRun:
    """How one cell ran; ``message`` is Indonesian and empty when all went well."""

    id: str
    status: CellStatus
    outputs: list[dict[str, Any]] = field(default_factory=list)
    message: str = ""


class Session:
    """Runs lazily: the first question about the end result runs all cells that have not run yet."""

    def __init__(
        self, rooms: Rooms, cells: Sequence[tuple[str, str]], files: Mapping[str, bytes], limits: Limits
    ) -> None:
        self.rooms, self.files, self.limits = rooms, dict(files), limits
        self.sources = list(cells)
        self._runs: list[CellRun] = []
        self._left_out: set[int] = set()
        self._line: Line | None = None
        self._seconds_left = limits.total_seconds
        self._rooms_left = 1 + limits.restarts
        self._breakers_left = _MOST_BREAKERS
        self._deaths: Counter[str] = Counter()
        self._called = False
        self._after_calls: set[int] = set()

    def provide(self, files: Mapping[str, bytes]) -> None:
        """Put the instructor's files beside (or over) the trainee's, before anything runs."""
        if self._line is None:
            self.files |= files

    # --- cells ---------------------------------------------------------------------------------------------------

    @property
    def ids(self) -> list[str]:
        """Names of the cells, in order."""
        return [cell for cell, _ in self.sources]

    @property
    def cells(self) -> list[CellRun]:
        """How each cell ran, all of them; nothing in it knows of a call that a test made."""
        self.run_until(len(self.sources))
        self._forget_calls()
        return list(self._runs)

    def _forget_calls(self) -> None:
        """Run cells anew that ran after a call: they could show what a hidden test had handed to a function."""
        told = {
            place for place in self._after_calls if self._runs[place].outputs or self._runs[place].message
        }
        self._after_calls.clear()
        if not told:
            return
        runs, self._runs = self._runs, []
        for place in told:
            runs[place] = CellRun(runs[place].id, runs[place].status)
        self.close_room()
        self._called = False
        self._rooms_left += 1  # not the submission's fault
        for place, before in enumerate(runs):
            run = before if place in self._left_out else self._run(place)
            self._runs.append(run if place in told and run.status != "skipped" else before)

    def run_until(self, count: int) -> None:
        """Run cells until the first ``count`` have run, without those that broke Python for the ones after them."""
        while len(self._runs) < min(count, len(self.sources)):
            run = self._run(len(self._runs))
            self._runs.append(run)
            if (run.status != "ok" or self._ends_in_doubt()) and not self._in_order():
                self._leave_out_a_breaker()

    def _ends_in_doubt(self) -> bool:
        """Whether all cells have run, and something that they did may have broken Python unnoticed."""
        if len(self._runs) < len(self.sources):
            return False
        return any(run.status != "ok" for run in self._runs) or any(
            reaches_out(source) for _, source in self.sources
        )

    def _in_order(self) -> bool:
        """Whether there is no reason to look for a cell that broke Python for those after it."""
        if self._line is None or self._breakers_left == 0 or self._runs[-1].status == "skipped":
            return True
        if self._line.open:
            return self._sound(self._line)
        # the room ended with the last cell: by itself, or by one before it
        *before, _ = range(len(self._runs))
        return all(at in self._left_out or not self.sources[at][1].strip() for at in before)

    def _leave_out_a_breaker(self) -> bool:
        """Find the first cell after which no plain cell works; what came after it is to run anew, without it.

        An answer can break the Python of its room, knowingly or not, so that honest cells after it fail or die. What
        such a room says of itself proves nothing: who lies here loses what the own room would have said, no more.
        """
        self._breakers_left -= 1
        try:
            place = self._breaker()
        except RoomGoneError:
            return False
        if place is None:
            return False
        self._left_out = {at for at in self._left_out if at < place} | {place}
        self._after_calls = {at for at in self._after_calls if at < place}
        self._runs[place:] = [self._failed(self.sources[place][0], "broken")]
        self._called, self._rooms_left = False, 1 + self.limits.restarts  # what it cost the cells after it
        return True

    def _breaker(self) -> int | None:
        """The first cell after which a plain cell does not work; where there is none, the room is as after a replay."""
        self.close_room()
        self._check_time()
        started, place = time.monotonic(), -1
        self._line = line = self.rooms.line(self.limits, self.files)
        try:
            for place, (_, source) in enumerate(self.sources[: len(self._runs)]):
                if place in self._left_out or not source.strip():
                    continue
                line.request("run", seconds=self.limits.cell_seconds, source=source, blind=True)
                if not self._sound(line, _WATCHFUL_CELL):
                    break
            else:
                return None
        except (RoomStuck, RoomDied):
            pass
        finally:
            self._seconds_left -= time.monotonic() - started
        self.close_room()
        return place

    def _sound(self, line: Line, cell: str = _PLAIN_CELL) -> bool:
        """Whether a plain cell still does in this room what it should."""
        try:
            told = line.request("sound", seconds=self.limits.call_seconds, source=cell, names=_ITS_NAMES)
        except (RoomStuck, RoomDied):
            return False
        return told.get("error") is None and told.get("outputs") == _ITS_OUTPUTS

    def _run(self, place: int) -> CellRun:
        cell, source = self.sources[place]
        if not source.strip():
            return CellRun(cell, "ok")
        if self._called:
            self._after_calls.add(place)
        try:
            # what a cell shows after a call is never kept (``_forget_calls``); drawing it is most of its cost
            answer = self._ask("run", self.limits.cell_seconds, source=source, blind=self._called)
        except RoomGoneError:
            return self._failed(cell, "skipped")
        except RoomStuck:
            self._left_out.add(place)
            return self._failed(cell, "timeout")
        except RoomDied as died:
            if died.unasked and self._blame_before(place):
                return self._run(place)
            self._left_out.add(place)
            return self._failed(cell, "crashed")
        return _cell_run(cell, answer, self.limits)

    def _blame_before(self, place: int) -> bool:
        """Leave out the last cell that ran before ``place``; whether there is one."""
        before = [at for at in range(place) if at not in self._left_out and self.sources[at][1].strip()]
        if not before:
            return False
        self._left_out.add(before[-1])
        self._runs[before[-1]] = self._failed(self.sources[before[-1]][0], "crashed")
        return True

    def _failed(self, cell: str, status: CellStatus) -> CellRun:
        return CellRun(cell, status, message=cell_message(status, seconds=self.limits.cell_seconds))

    # --- values and calls ----------------------------------------------------------------------------------------

    def value(self, name: str) -> Any:
        """The plain value that a name has after the cells; CannotCrossError, NoSuchNameError, RoomGoneError."""
        self.run_until(len(self.sources))
        try:
            answer = self._ask_twice("value", name=name)
        except (RoomStuck, RoomDied):
            raise RoomGoneError(f'nilai "{name}" tidak dapat dibaca') from None
        return _value(answer, name)

    def call(self, name: str, arguments: Sequence[Any], named: Mapping[str, Any] | None = None) -> Outcome:
        """Call a function of the answers with plain arguments; never raises for what the function does."""
        self.run_until(len(self.sources))
        answer = self.relay(
            name,
            {
                "arguments": [plain.encode(item) for item in arguments],
                "named": {key: plain.encode(item) for key, item in (named or {}).items()},
            },
        )
        return answer if isinstance(answer, Outcome) else _outcome(name, answer)

    def relay(self, name: str, content: Mapping[str, Any]) -> dict[str, Any] | Outcome:
        """As ``call``, without running further cells; ``content`` and the answer in the form in which they cross.

        ``content`` may name what the call is to find missing (``gone``) or bound otherwise (``put``). The answer is what
        a stranger wrote; an ``Outcome`` says why there is none.
        """
        self._called = True
        if self._deaths[name] >= _MOST_DEATHS_OF_A_FUNCTION:
            return Outcome(fault="waktu", detail=f"{name} tidak dipanggil lagi karena sudah dua kali macet.")
        try:
            return self._ask_twice("call", name=name, **content)
        except RoomGoneError as gone:
            return Outcome(fault="waktu", detail=str(gone))
        except RoomStuck:
            self._deaths[name] += 1
            seconds = seconds_text(self.limits.call_seconds)
            return Outcome(fault="waktu", detail=f"{name} belum selesai setelah {seconds} detik.")
        except RoomDied:
            self._deaths[name] += 1
            return Outcome(fault="mati", detail=f"{name} mematikan ruang penilaian.")

    def look(self, names: Sequence[str]) -> dict[str, Any]:
        """What names are now: ``{"missing": True}``, ``{"callable": True}``, ``{"value": …}``, ``{"cannot": …}``."""
        try:
            answer = self._ask_twice("look", names=list(names))
        except (RoomStuck, RoomDied):
            raise RoomGoneError("nilainya tidak dapat dibaca") from None
        found = answer.get("names")
        return found if type(found) is dict else {}

    # --- the room ------------------------------------------------------------------------------------------------

    def _ask_twice(self, what: str, **content: Any) -> dict[str, Any]:
        """``_ask``; where the room does not survive the question, again without the cell that broke it, if one did."""
        try:
            return self._ask(what, self.limits.call_seconds, **content)
        except (RoomStuck, RoomDied):
            count = len(self._runs)
            if self._breakers_left == 0 or not self._leave_out_a_breaker():
                raise
        self.run_until(count)
        self._called = self._called or what == "call"  # in this room it is the first
        return self._ask(what, self.limits.call_seconds, **content)

    def _ask(self, what: str, seconds: float, **content: Any) -> dict[str, Any]:
        """One request, within the time of its own and what is left of the whole; opens the room when there is none."""
        line = self._room()
        seconds = min(seconds, self._seconds_left)
        started = time.monotonic()
        try:
            return line.request(what, seconds=seconds, **content)
        except RoomDied as died:
            if what == "run" or not died.unasked:
                raise
        finally:
            self._seconds_left -= time.monotonic() - started
        # an earlier call spoke out of turn: whoever is asked next is not to blame; ends with the last room
        return self._ask(what, seconds, **content)

    def _room(self) -> Line:
        while self._line is None or not self._line.open:
            self._check_time()
            if self._rooms_left == 0:
                raise RoomGoneError("ruang penilaian terlalu sering macet")
            self._rooms_left -= 1
            self._replay()
        self._check_time()
        return self._line

    def _check_time(self) -> None:
        if self._seconds_left <= 0:
            raise RoomGoneError("waktu penilaian habis")

    def _replay(self) -> None:
        """Bring a new room to where the last one was; a cell that now fails is left out from here on."""
        started = time.monotonic()
        place = -1
        try:
            self._line = line = self.rooms.line(self.limits, self.files)
            for place, (_, source) in enumerate(self.sources[: len(self._runs)]):
                if place not in self._left_out and source.strip():
                    line.request("run", seconds=self.limits.cell_seconds, source=source, blind=True)
        except (RoomStuck, RoomDied):
            self._left_out.add(place)
        finally:
            self._seconds_left -= time.monotonic() - started

    def close(self) -> None:
        """End the room and all in it."""
        self.close_room()
        self._seconds_left = 0.0

    def close_room(self) -> None:
        """End the room; the next question opens a new one."""
        if self._line is not None:
            self._line.close()

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _cell_run(cell: str, answer: dict[str, Any], limits: Limits) -> CellRun:
    outputs = cleaned(answer.get("outputs"), limits)
    error = answer.get("error")
    if type(error) is not dict:
        return CellRun(cell, "ok", outputs)
    name, text = plain_text(error.get("name"), 80), plain_text(error.get("text"), 300)
    line = error.get("line")
    status: CellStatus = "error"
    if name == "MemoryError":
        status = "memory"
    elif error.get("forbidden") is True:
        status = "forbidden"
    message = cell_message(
        status,
        seconds=limits.cell_seconds,
        name=name,
        text=text,
        line=line if type(line) is int and 0 < line < 10**6 else None,
    )
    return CellRun(cell, status, outputs, message)


def _value(answer: dict[str, Any], name: str) -> Any:
    if answer.get("missing") is True:
        raise NoSuchNameError(name)
    if "value" not in answer:
        raise CannotCrossError(plain_text(answer.get("cannot"), 120) or "tidak terbaca", name=name)
    try:
        return plain.decode(answer["value"])
    except CannotCrossError as fault:
        raise CannotCrossError(fault.values["reason"], name=name) from None


def _outcome(name: str, answer: dict[str, Any]) -> Outcome:
    arguments = _arguments(answer.get("arguments"))
    error = answer.get("error")
    if type(error) is dict:
        said, text = plain_text(error.get("name"), 80), plain_text(error.get("text"), 300)
        fault = "memori" if said == "MemoryError" else "galat"
        return Outcome(fault=fault, detail=call_message(name, said, text), arguments=arguments)
    try:
        return Outcome(value=_value(answer, f"yang dikembalikan {name}"), arguments=arguments)
    except NoSuchNameError:
        return Outcome(fault="tiada", detail=str(NoSuchNameError(name)))
    except CannotCrossError as refused:
        return Outcome(fault="jenis", detail=str(refused), arguments=arguments)


def _arguments(wires: Any) -> tuple[Any, ...]:
    """Arguments as a call left them; none where the room sent something else."""
    with contextlib.suppress(CannotCrossError):
        if type(wires) is list:
            return tuple(plain.decode(wire) for wire in wires)
    return ()

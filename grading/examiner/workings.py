"""An exercise's own code: ``solution.py`` and ``mistakes.py``, run here only. Gives facts, keys and wrong answers."""

from __future__ import annotations

import copy
import logging
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from grading.errors import ExerciseCodeError, ExerciseFault
from grading.exercise.model import Exercise, Part
from grading.exercise.public import given_card
from grading.exercise.showing import fill
from grading.exercise.variants import variant_stream
from grading.judging.functions import Expectation
from grading.judging.question import KnownMistake, Question
from grading.results import Call

log = logging.getLogger("iku.pemeriksa")
KEYLESS = ("text", "indicator", "function")
MISTAKE_KEYS = {"id", "part", "message", "answer", "when", "row", "code", "check"}


@dataclass
class Variant:
    """One participant's version of an exercise: facts, what texts may name, keys, questions by part."""

    facts: dict[str, Any]
    names: dict[str, Any]
    keys: dict[str, Any]
    questions: dict[str, Question] = field(default_factory=dict)


class Workings:
    """The code of one exercise, loaded once; ``strict`` tells even what a class would live with.

    Raises:
        ExerciseCodeError: it stops with an error. ExerciseFault: it lacks what the exercise needs.
    """

    def __init__(self, exercise: Exercise, *, strict: bool = False) -> None:
        self.exercise = exercise
        self.strict = strict
        self.solution = self._load("solution.py")
        self.mistakes = self._read_mistakes()
        for name in ("variant", "key"):
            if not callable(self.solution.get(name)):
                raise self.fault(
                    f"solution.py belum berisi fungsi {name}.", f"Tulis def {name}(…): di solution.py."
                )

    def draw(self, seed: int, attempt: int) -> Variant:
        """Attempt number ``attempt`` at the variant of ``seed``."""
        with self._running("variant"):
            facts = plain(self.solution["variant"](variant_stream(seed, attempt)))
        if not isinstance(facts, dict):
            raise self.fault("Fungsi variant tidak mengembalikan dict.", 'Kembalikan seperti {"target": 80}.')
        with self._running("key"):
            keys = plain(self.solution["key"](copy.deepcopy(facts)))
        extra: dict[str, Any] = {}
        if "shown" in self.solution:
            with self._running("shown"):
                extra = dict(self.solution["shown"](copy.deepcopy(facts)))
        made = Variant(facts, {**facts, **extra}, keys if isinstance(keys, dict) else {})
        made.questions = {part.id: self._question(part, made) for part in self.exercise.parts}
        return made

    def calls(self, part: Part, facts: Mapping[str, Any]) -> list[Call]:
        """What a function part asks to be called, with arguments of its own each time."""
        return [
            Call(
                check.id,
                part.function,
                tuple(self._argument(part, a, facts) for a in check.arguments),
                part.unchanged,
            )
            for check in part.checks
        ]

    def expectations(self, part: Part, made: Variant) -> tuple[Expectation, ...]:
        """What the reference function and the known mistakes give for those calls."""
        place = self.place(part)
        wrong = [(m, self.mistaken(part, m)) for m in self.mistakes if m["part"] == part.id and "code" in m]
        found = []
        for check, call in zip(part.checks, self.calls(part, made.facts), strict=True):
            before = copy.deepcopy(call.arguments)
            with self._running(part.function):
                value = plain(self._reference(part)(*call.arguments))
            tried = []
            for mistake, function in sorted(wrong, key=lambda pair: pair[0].get("check") != check.id):
                other = plain(_tried(function, copy.deepcopy(before)))
                if other is not _FAILED:
                    tried.append((mistake["id"], fill(mistake["message"], made.names, place), other))
            hint = fill(check.hint, made.names, place)
            found.append(Expectation(check, value, before, tuple(tried), hint))
        return tuple(found)

    def mistaken(self, part: Part, mistake: Mapping[str, Any]) -> Callable[..., Any]:
        """The wrong function of a mistake."""
        names = dict(self.solution)
        with self._running(mistake["id"], file="mistakes.py"):
            exec(compile(mistake["code"], "mistakes.py", "exec"), names)  # noqa: S102 - the author's own code
        function: Callable[..., Any] = names[part.function]
        return function

    def starter(self, part: Part) -> Callable[..., Any]:
        """The function as it is handed out."""
        names: dict[str, Any] = {}
        with self._running(part.function, file="starter.py"):
            exec(compile(self.exercise.starter, "starter.py", "exec"), names)  # noqa: S102 - the author's own code
        function: Callable[..., Any] = names[part.function]
        return function

    def place(self, part: Part) -> str:
        """Where a part stands, for messages."""
        return f'Bagian "{part.id}" di folder {self.exercise.id}.'

    def fault(self, problem: str, advice: str, part: Part | None = None) -> ExerciseFault:
        """A fault of this folder."""
        place = self.place(part) if part else f"Folder {self.exercise.id}."
        return ExerciseFault(problem, place=place, advice=advice)

    def _question(self, part: Part, made: Variant) -> Question:
        place = self.place(part)
        free = self.solution.get(f"judge_{part.id.replace('-', '_')}")
        key = made.keys.get(part.id)
        if part.kind not in KEYLESS and free is None:
            self._check_key(part, key)
        return Question(
            part=part,
            key=key,
            mistakes=tuple(
                found for m in self.mistakes if m["part"] == part.id and (found := self.known(m, made))
            ),
            hint=fill(part.hint, made.names, place),
            given=given_card(part, made.names, place) if part.kind == "indicator" else None,
            judge=None if free is None else self._free(free, made.facts),
        )

    def _free(
        self, judge: Callable[..., Any], facts: Mapping[str, Any]
    ) -> Callable[[Any], tuple[float, str]]:
        def ask(answer: Any) -> tuple[float, str]:
            with self._running(judge.__name__):
                share, message = judge(copy.deepcopy(facts), answer)
            return float(share), str(message)

        return ask

    def known(self, mistake: Mapping[str, Any], made: Variant) -> KnownMistake | None:
        """A mistake with its value in this variant; ``None`` where it does not arise."""
        if "code" in mistake:
            return None
        facts = made.facts
        message = fill(
            mistake["message"], made.names, f"Kekeliruan {mistake['id']} di folder {self.exercise.id}."
        )
        row = mistake.get("row", "")
        if "when" in mistake:
            return KnownMistake(mistake["id"], message, when=self._predicate(mistake, facts), row=row)
        answer = mistake["answer"]
        if callable(answer):
            with self._running(mistake["id"], file="mistakes.py"):
                answer = answer(copy.deepcopy(facts))
        answer = plain(answer)
        return None if answer is None else KnownMistake(mistake["id"], message, answer=answer, row=row)

    def _predicate(self, mistake: Mapping[str, Any], facts: Mapping[str, Any]) -> Callable[[Any], bool]:
        def holds(answer: Any) -> bool:
            try:
                with self._running(mistake["id"], file="mistakes.py"):
                    return bool(mistake["when"](copy.deepcopy(facts), answer))
            except ExerciseCodeError as error:
                if self.strict:
                    raise
                log.warning("%s", error)  # in class an answer is judged all the same
                return False

        return holds

    def _check_key(self, part: Part, key: Any) -> None:
        options = {option.id for option in part.options}
        good = {
            "number": lambda: isinstance(key, int | float | Decimal) and not isinstance(key, bool),
            "choice": lambda: key in options,
            "choices": lambda: isinstance(key, list) and set(key) <= options and bool(key),
            "ordering": lambda: isinstance(key, list) and set(key) == options and len(key) == len(options),
            "table": lambda: isinstance(key, dict) and set(key) == {row.id for row in part.rows},
        }
        if not good.get(part.kind, good["table"])():
            raise self.fault(
                f'Kunci bagian ini berisi "{str(key)[:60]}", tidak sesuai jenis {part.kind}.',
                "Perbaiki fungsi key di solution.py: angka, id pilihan, daftar id, atau {id baris: nilai}.",
                part,
            )

    def _reference(self, part: Part) -> Callable[..., Any]:
        function = self.solution.get(part.function)
        if not callable(function):
            raise self.fault(
                f"solution.py belum berisi fungsi {part.function}.", f"Tulis def {part.function}(…):", part
            )
        reference: Callable[..., Any] = function
        return reference

    def _argument(self, part: Part, value: Any, facts: Mapping[str, Any]) -> Any:
        name = value[1:] if isinstance(value, str) and value.startswith("$") else None
        if isinstance(value, dict) and set(value) == {"frame"}:
            name = value["frame"]
        if name is None:
            return copy.deepcopy(value)
        if name not in facts:
            raise self.fault(
                f'Argumen menyebut "{name}", yang tidak ada pada varian.', "Samakan namanya.", part
            )
        if isinstance(value, str):
            return copy.deepcopy(facts[name])
        import pandas as pd  # only exercises with tables pay for it

        return pd.DataFrame(copy.deepcopy(facts[name]))

    def _read_mistakes(self) -> tuple[dict[str, Any], ...]:
        found = self._load("mistakes.py").get("MISTAKES")
        if not isinstance(found, list | tuple):
            raise self.fault("mistakes.py belum berisi MISTAKES.", "Tulis MISTAKES = [ {…}, … ] di sana.")
        parts = {part.id for part in self.exercise.parts}
        for mistake in found:
            if (
                not isinstance(mistake, dict)
                or not {"id", "part", "message"} <= mistake.keys() <= MISTAKE_KEYS
            ):
                raise self.fault(
                    f'Kekeliruan "{str(mistake)[:60]}" tidak lengkap atau memuat kunci yang tidak dikenal.',
                    f"Kunci yang dikenal: {', '.join(sorted(MISTAKE_KEYS))}.",
                )
            if mistake["part"] not in parts:
                raise self.fault(
                    f'Kekeliruan {mistake["id"]} menyebut bagian "{mistake["part"]}", yang tidak ada.',
                    f"Bagian yang ada: {', '.join(sorted(parts))}.",
                )
            if "when" in mistake and "row" in mistake and "answer" not in mistake:
                raise self.fault(f"Kekeliruan {mistake['id']} pada satu baris memakai when.", "Pakai answer.")
            if not {"answer", "when", "code"} & mistake.keys():
                raise self.fault(
                    f"Kekeliruan {mistake['id']} tidak menyebut jawabannya.", "Isi answer, when, atau code."
                )
        return tuple(found)

    def _load(self, name: str) -> dict[str, Any]:
        path = self.exercise.folder / name
        names: dict[str, Any] = {"__name__": f"latihan_{name.removesuffix('.py')}", "__file__": str(path)}
        with self._running("", file=name):
            exec(compile(path.read_text(encoding="utf-8"), name, "exec"), names)  # noqa: S102 - the author's own code
        return names

    @contextmanager
    def _running(self, what: str, *, file: str = "solution.py") -> Iterator[None]:
        """Turns whatever the author's code raises into one sentence with its line."""
        try:
            yield
        except ExerciseCodeError:
            raise
        except Exception as error:
            lines = [
                frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file
            ]
            line = getattr(error, "lineno", None) if isinstance(error, SyntaxError) else None
            number = line or (lines[-1] if lines else None)
            place = (
                file + (f", bagian {what}" if what else "") + (f", baris {number}" if number else "") + "."
            )
            reason = f"{type(error).__name__}: {error}"
            raise ExerciseCodeError(exercise=self.exercise.id, reason=reason[:200], place=place) from None


_FAILED = object()


def _tried(function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    """What a wrong function gives; a wrong function may also stop with an error."""
    try:
        return function(*arguments)
    except Exception:
        return _FAILED


def plain(value: Any) -> Any:
    """``value`` with plain Python numbers instead of NumPy's, all the way down."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, tuple):
        return tuple(plain(item) for item in value)
    if isinstance(value, Fraction):
        return float(value)
    if type(value).__module__ == "numpy" and getattr(value, "ndim", None) == 0:
        return value.item()
    return value

"""An exercise's own code: ``solution.py`` and ``mistakes.py``, run here only. Gives facts, keys and wrong answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from grading.examiner.author_code import AuthorCode, plain
from grading.examiner.copies import copier
from grading.examiner.mistakes import known_mistake, read_mistakes
from grading.exercise.model import Exercise, Part
from grading.exercise.public import given_card
from grading.exercise.showing import fill
from grading.exercise.variants import variant_stream
from grading.judging.functions import Expectation
from grading.judging.question import KnownMistake, Question

KEYLESS = ("text", "indicator", "function")


@dataclass
class Variant:
    """One participant's version of an exercise: facts, what texts may name, keys, questions by part."""

    facts: dict[str, Any]
    names: dict[str, Any]
    keys: dict[str, Any]
    fresh: Callable[[], dict[str, Any]]  # facts of their own for each of the author's functions
    questions: dict[str, Question] = field(default_factory=dict)
    expected: dict[str, tuple[Expectation, ...]] = field(
        default_factory=dict
    )  # of function parts, once asked


def _as_read(part: Part, names: Mapping[str, Any], place: str) -> Part:
    """The part with the labels of its rows as the trainee reads them: messages name rows."""
    if not any("{" in row.label for row in part.rows):
        return part
    return replace(part, rows=tuple(replace(row, label=fill(row.label, names, place)) for row in part.rows))


class Workings(AuthorCode):
    """The code of one exercise, loaded once; ``strict`` tells even what a class would live with.

    Raises:
        ExerciseCodeError: it stops with an error. ExerciseFault: it lacks what the exercise needs.
    """

    def __init__(self, exercise: Exercise, *, strict: bool = False) -> None:
        super().__init__(exercise)
        self.strict = strict
        self.solution = self.load("solution.py")
        self.mistakes = read_mistakes(self)
        for name in ("variant", "key"):
            if not callable(self.solution.get(name)):
                raise self.fault(
                    f"solution.py belum berisi fungsi {name}.", f"Tulis def {name}(…): di solution.py."
                )

    def draw(self, seed: int, attempt: int) -> Variant:
        """Attempt number ``attempt`` at the variant of ``seed``."""
        with self.running("variant"):
            facts = plain(self.solution["variant"](variant_stream(seed, attempt)))
        if not isinstance(facts, dict):
            raise self.fault("Fungsi variant tidak mengembalikan dict.", 'Kembalikan seperti {"target": 80}.')
        fresh = copier(facts)
        with self.running("key"):
            keys = plain(self.solution["key"](fresh()))
        extra: dict[str, Any] = {}
        if "shown" in self.solution:
            with self.running("shown"):
                extra = dict(self.solution["shown"](fresh()))
        made = Variant(facts, {**facts, **extra}, keys if isinstance(keys, dict) else {}, fresh)
        made.questions = {part.id: self._question(part, made) for part in self.exercise.parts}
        return made

    def known(self, mistake: Mapping[str, Any], made: Variant) -> KnownMistake | None:
        """A mistake with its value in this variant; ``None`` where it does not arise."""
        return known_mistake(self, mistake, made.fresh, made.names, strict=self.strict)

    def _question(self, part: Part, made: Variant) -> Question:
        place = self.place(part)
        free = self.solution.get(f"judge_{part.id.replace('-', '_')}")
        key = made.keys.get(part.id)
        if part.kind not in KEYLESS and free is None:
            self._check_key(part, key)
        return Question(
            part=_as_read(part, made.names, place),
            key=key,
            mistakes=tuple(
                found for m in self.mistakes if m["part"] == part.id and (found := self.known(m, made))
            ),
            hint=fill(part.hint, made.names, place),
            given=given_card(part, made.names, place) if part.kind == "indicator" else None,
            judge=None if free is None else self._free(free, made.fresh),
        )

    def _free(
        self, judge: Callable[..., Any], fresh: Callable[[], dict[str, Any]]
    ) -> Callable[[Any], tuple[float, str]]:
        def ask(answer: Any) -> tuple[float, str]:
            with self.running(judge.__name__):
                share, message = judge(fresh(), answer)
            return float(share), str(message)

        return ask

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

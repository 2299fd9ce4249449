"""The proof that an exercise does what it promises, in many variants; what ``iku exercise check`` tells.

Key gives full marks, on the form and in the notebook alike; the untouched beginning gives none; every typical
mistake is caught with its own message, a function's by the check that it names; no message tells the key.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from grading.examiner.function_parts import calls, expectations, starter_function, wrong_function
from grading.examiner.leaks import leaks
from grading.examiner.witness import answers_of, incomplete
from grading.examiner.wording import too_long
from grading.examiner.workings import Variant, Workings
from grading.exercise.model import Part
from grading.judging import functions, judge
from grading.judging.question import KnownMistake, Question
from grading.notebook.answers import assignment, blank, of_form, read_literals
from grading.results import Outcome, Verdict
from kpi_sim.errors import LabIkuError
from kpi_sim.units import format_number, to_decimal

VARIANTS = 20
FEWEST_MISTAKES = 3


@dataclass(frozen=True)
class Doubt:
    """One thing that the proof found; ``part`` is "" for the exercise as a whole."""

    part: str
    message: str


class Proof:
    """Collects doubts over the variants of one exercise; each is told once."""

    def __init__(
        self, workings: Workings, draw: Callable[[int], Variant], describe: Callable[[int], Any]
    ) -> None:
        self.workings = workings
        self.exercise = workings.exercise
        self._draw = draw
        self._describe = describe
        self._doubts: dict[tuple[str, str], Doubt] = {}
        self._stopped = False
        self._seen: set[tuple[str, str]] = set()

    def run(self, variants: int = VARIANTS) -> list[Doubt]:
        """All doubts over ``variants`` variants, the base variant among them."""
        for seed in range(variants):
            try:
                self._variant(self._draw(seed), self._describe(seed))
            except LabIkuError as error:
                self._add("", f"Varian {seed}: {error.sentence()}")
                self._stopped = True
                break
        self._whole()
        return list(self._doubts.values())

    def _add(self, part: str, message: str, topic: str = "") -> None:
        """Remember a doubt; of one topic in one part only the first is told."""
        self._doubts.setdefault((part, topic or message), Doubt(part, message))

    def _whole(self) -> None:
        mistakes = self.workings.mistakes
        for part, message in too_long(self.exercise, mistakes):
            self._add(part, message)
        if len(mistakes) < FEWEST_MISTAKES:
            self._add(
                "", f"Baru {len(mistakes)} kekeliruan di mistakes.py; tulis sedikitnya {FEWEST_MISTAKES}."
            )
        for mistake in mistakes:
            if not self._stopped and (mistake["part"], mistake["id"]) not in self._seen:
                self._add(
                    mistake["part"],
                    f"Kekeliruan {mistake['id']} tidak pernah muncul dalam varian yang dicoba.",
                )

    def _variant(self, made: Variant, form: dict[str, Any]) -> None:
        json.dumps(form, allow_nan=False)
        forms = {part["id"]: part for part in form["parts"]}
        for part in self.exercise.parts:
            question = made.questions[part.id]
            if part.kind == "function":
                self._function(part, question, made)
            else:
                self._full(part, question, made, forms[part.id])
                self._untouched(part, question, forms[part.id])
            self._mistakes(part, question, made, forms[part.id])
            self._leaks(part, question, made, forms[part.id])
            if part.kind == "ordering" and [o.id for o in part.options] == question.key:
                self._add(part.id, "Pilihan ditulis persis dalam urutan kunci. Acak urutan options.")

    def _full(self, part: Part, question: Question, made: Variant, form: dict[str, Any]) -> None:
        """Key → full marks: as a value, as a literal in the notebook, as text on the form."""
        key = made.keys.get(part.id)
        if part.kind == "text":
            return
        if key is None:
            card = (
                f': {{"{part.fields[0]}": "…", …}}, isi kartu yang lulus' if part.kind == "indicator" else ""
            )
            self._add(part.id, f'Belum ada jawaban penuh. Tambahkan "{part.id}"{card} pada key(facts).')
            return
        typed = self._typed(part, key)
        answers = {"nilai": key, "isian": typed, "notebook": _through_notebook(part, key)}
        answers["isian di notebook"] = _through_notebook(part, of_form(part.kind, typed))
        for name, answer in answers.items():
            verdict = judge(question, answer)
            if verdict.points != part.automatic_points:
                self._add(
                    part.id,
                    f"Kunci sebagai {name} hanya mendapat {_points(verdict)}: {verdict.message}",
                    "kunci",
                )

    def _typed(self, part: Part, key: Any) -> Any:
        """The key as a person types it on the form."""
        if part.kind == "number":
            return _number_text(key)
        if part.kind in ("table", "scorecard"):
            return {
                row: value if isinstance(value, str) else _number_text(value) for row, value in key.items()
            }
        return key

    def _untouched(self, part: Part, question: Question, form: dict[str, Any]) -> None:
        for answer in (None, "", blank(form)):
            verdict = judge(question, answer)
            if verdict.points or verdict.status != "empty":
                self._add(part.id, f"Jawaban awal yang belum disentuh mendapat {_points(verdict)}.")

    def _mistakes(self, part: Part, question: Question, made: Variant, form: dict[str, Any]) -> None:
        for raw in self.workings.mistakes:
            if raw["part"] != part.id or "code" in raw:
                continue
            known = self.workings.known(raw, made)
            if known is None:
                continue
            if self._caught(part, question, known):
                self._seen.add((part.id, known.id))
            if known.when is not None:
                for unfinished in incomplete(question):
                    known.when(unfinished)

    def _caught(self, part: Part, question: Question, known: KnownMistake) -> bool:
        """Whether there is an answer that shows the mistake; one must get its own message, none full marks."""
        others: list[str] = []
        for answer in answers_of(question, known):
            verdict = judge(question, self._whole_answer(part, question, known, answer))
            if verdict.status == "correct":
                self._add(part.id, f"Kekeliruan {known.id} dinilai benar.")
                return True
            if known.message in verdict.message:
                return True
            others.append(verdict.mistake_id or "petunjuk umum")
        if others:
            self._add(
                part.id, f"Kekeliruan {known.id} tidak mendapat pesannya sendiri, melainkan {others[0]}."
            )
        return bool(others)

    def _whole_answer(self, part: Part, question: Question, known: KnownMistake, answer: Any) -> Any:
        """A row's wrong answer among right ones; other answers as they are."""
        if part.kind in ("table", "scorecard") and known.row:
            return {**question.key, known.row: answer}
        return answer

    def _leaks(self, part: Part, question: Question, made: Variant, form: dict[str, Any]) -> None:
        texts = {"petunjuk": question.hint, **{m.id: m.message for m in question.mistakes}}
        for name in leaks(question, form, texts):
            self._add(part.id, f"Teks {name} memuat kuncinya. Ajukan pertanyaan, jangan sebut jawabannya.")

    def _function(self, part: Part, question: Question, made: Variant) -> None:
        expected = expectations(self.workings, part, made)
        reference = self.workings.solution[part.function]
        verdict = functions.judge(question, expected, self._outcomes(part, made, reference))
        if verdict.points != part.automatic_points:
            self._add(part.id, f"Fungsi di solution.py hanya mendapat {_points(verdict)}: {verdict.message}")
        verdict = functions.judge(
            question, expected, self._outcomes(part, made, starter_function(self.workings, part))
        )
        if verdict.points or verdict.status != "empty":
            self._add(part.id, f"Fungsi awal di starter.py mendapat {_points(verdict)}.")
        for mistake in self.workings.mistakes:
            if mistake["part"] == part.id and "code" in mistake:
                self._seen.add((part.id, mistake["id"]))
                self._wrong_function(part, question, made, mistake, expected)

    def _wrong_function(
        self,
        part: Part,
        question: Question,
        made: Variant,
        mistake: dict[str, Any],
        expected: tuple[functions.Expectation, ...],
    ) -> None:
        outcomes = self._outcomes(part, made, wrong_function(self.workings, part, mistake))
        named = next((item for item in expected if item.check.id == mistake.get("check")), None)
        if named is None:
            self._add(part.id, f"Kekeliruan {mistake['id']} menyebut pemeriksaan yang tidak ada.")
            return
        passed, caught, _ = functions.judge_outcome(question, named, outcomes[named.check.id])
        if passed:
            self._add(part.id, f"Kekeliruan {mistake['id']} lolos dari pemeriksaan {named.check.id}.")
        elif caught != mistake["id"] and not outcomes[named.check.id].fault:
            self._add(part.id, f"Kekeliruan {mistake['id']} tidak mendapat pesannya sendiri.")

    def _outcomes(self, part: Part, made: Variant, function: Callable[..., Any]) -> dict[str, Outcome]:
        """What the calls give with one of the author's own functions."""
        return {
            call.check: _outcome(function, call.arguments) for call in calls(self.workings, part, made.facts)
        }


def _outcome(function: Callable[..., Any], arguments: tuple[Any, ...]) -> Outcome:
    try:
        return Outcome(value=function(*arguments), arguments=arguments)
    except Exception as error:
        return Outcome(fault="galat", detail=type(error).__name__, arguments=arguments)


def _through_notebook(part: Part, answer: Any) -> Any:
    """An answer as it comes back out of an answer cell."""
    found = read_literals(assignment(part.name, answer))
    return None if found is None else found[part.name]


def _number_text(value: Any) -> str:
    """As typed: Indonesian form without thousands dots, which "1.250" would make ambiguous."""
    return format_number(to_decimal(value)).replace(".", "")


def _points(verdict: Verdict) -> str:
    return f"{format_number(verdict.points)} dari {format_number(verdict.max)} poin"

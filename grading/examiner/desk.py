"""What the examiner answers: descriptions without keys, verdicts, calls to make, and the author's proof."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from grading.errors import VariantError
from grading.examiner import function_parts
from grading.examiner.proof import Proof
from grading.examiner.secrets import secrets_of
from grading.examiner.separation import clash
from grading.examiner.workings import Variant, Workings
from grading.exercise.catalog import ExerciseCatalog
from grading.exercise.public import describe
from grading.exercise.variants import BASE_SEED
from grading.judging import functions, judge
from grading.notebook.cells import text_of
from grading.notebook.composing import release_notebook, source_notebook
from grading.results import Call, Outcome, Verdict

TRIES = 60  # attempts at a variant before its author is told
KEPT = 4096  # variants kept in memory; a class of 60 with 30 exercises and two tests needs 2,000


class Desk:
    """Everything about the exercises in one folder, keys included."""

    def __init__(self, folder: Path) -> None:
        self.catalog = ExerciseCatalog(folder)
        self._workings: dict[str, Workings] = {}
        self._variants: OrderedDict[tuple[str, int], Variant] = OrderedDict()

    def workings(self, exercise: str) -> Workings:
        """The exercise's code, loaded on first use."""
        if exercise not in self._workings:
            self._workings[exercise] = Workings(self.catalog.get(exercise))
        return self._workings[exercise]

    def variant(self, exercise: str, seed: int) -> Variant:
        """This seed's variant: the first attempt in which key and wrong answers stand apart."""
        place = (exercise, seed)
        if place not in self._variants:
            self._variants[place] = self._drawn(exercise, seed)
            if len(self._variants) > KEPT:
                self._variants.popitem(last=False)
        self._variants.move_to_end(place)
        return self._variants[place]

    def public(self, exercise: str, seed: int) -> dict[str, Any]:
        """The form, without key."""
        return describe(self.catalog.get(exercise), self.variant(exercise, seed).names)

    def check(self, exercise: str, seed: int, part: str, raw: Any) -> Verdict:
        """The verdict on one part."""
        return judge(self.variant(exercise, seed).questions[part], raw)

    def judge(self, exercise: str, seed: int, answers: Mapping[str, Any]) -> dict[str, Verdict]:
        """Verdicts on all parts but functions; a part without answer is empty."""
        questions = self.variant(exercise, seed).questions
        return {
            part.id: judge(questions[part.id], answers.get(part.id))
            for part in self.catalog.get(exercise).parts
            if part.kind != "function"
        }

    def calls(self, exercise: str, seed: int, part: str, visible_only: bool = False) -> list[Call]:
        """The calls that a function part asks for; for practice those of its visible checks."""
        workings = self.workings(exercise)
        wanted = workings.exercise.part(part)
        shown = {check.id for check in wanted.checks if not (visible_only and check.hidden)}
        asked = function_parts.calls(workings, wanted, self.variant(exercise, seed).facts)
        return [call for call in asked if call.check in shown]

    def judge_calls(
        self, exercise: str, seed: int, part: str, outcomes: Mapping[str, Outcome], visible_only: bool = False
    ) -> Verdict:
        """The verdict on a function from what its calls gave."""
        workings, made = self.workings(exercise), self.variant(exercise, seed)
        expected = function_parts.expectations(workings, workings.exercise.part(part), made)
        if visible_only:
            expected = tuple(item for item in expected if not item.check.hidden)
        return functions.judge(made.questions[part], expected, outcomes)

    def notebook(self, exercise: str, seed: int) -> bytes:
        """The release notebook of this variant, without key."""
        return text_of(release_notebook(self.catalog.get(exercise), self.public(exercise, seed), seed))

    def source(self, exercise: str) -> bytes:
        """The instructor's notebook of the base variant, with key and hidden tests."""
        form, made = self.public(exercise, BASE_SEED), self.variant(exercise, BASE_SEED)
        secrets = secrets_of(self.workings(exercise), made, form)
        return text_of(source_notebook(self.catalog.get(exercise), form, secrets))

    def answers(self, exercise: str, seed: int) -> dict[str, Any]:
        """For the facilitator's eyes: facts, key, calls of functions and typical wrong answers of a variant."""
        workings, made = self.workings(exercise), self.variant(exercise, seed)
        mistakes = [
            {"part": name, "id": m.id, "row": m.row, "answer": m.answer, "message": m.message}
            for name, question in made.questions.items()
            for m in question.mistakes
        ]
        calls = [
            {
                "part": part.id,
                "function": part.function,
                "hidden": asked.check.hidden,
                "arguments": [_argument(value) for value in asked.arguments],
                "value": str(asked.value),
            }
            for part in workings.exercise.parts
            if part.kind == "function"
            for asked in function_parts.expectations(workings, part, made)
        ]
        return {"facts": made.facts, "key": made.keys, "calls": calls, "mistakes": mistakes}

    def prove(self, exercise: str, variants: int) -> list[tuple[str, str]]:
        """What is in doubt about an exercise over its first variants: (part, sentence)."""
        workings = Workings(self.catalog.get(exercise), strict=True)
        self._workings[exercise] = workings
        for seed in range(variants):
            self._variants.pop((exercise, seed), None)
        proof = Proof(
            workings, lambda seed: self.variant(exercise, seed), lambda seed: self.public(exercise, seed)
        )
        return [(doubt.part, doubt.message) for doubt in proof.run(variants)]

    def _drawn(self, exercise: str, seed: int) -> Variant:
        workings, found = self.workings(exercise), ""
        for attempt in range(TRIES):
            made = workings.draw(seed, attempt)
            found = clash(made.questions)
            if not found:
                return made
        raise VariantError(exercise=exercise, clash=found, tries=TRIES)


def _argument(value: Any) -> str:
    """An argument as it would be typed; a table as it is printed."""
    return repr(value) if isinstance(value, str) else str(value)

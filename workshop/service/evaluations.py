"""Evaluasi sesi: anonymous from the first moment; the desk sees sums and sentences, never who."""

from __future__ import annotations

import functools
import tomllib
from collections import Counter
from dataclasses import dataclass
from statistics import mean
from typing import Any

from workshop.service.look import HERE
from workshop.service.pages import Page, desk_only, trainee_only
from workshop.service.store import Store

LONGEST = 500


@functools.cache
def questionnaire() -> dict[str, Any]:
    """Statements, scale and open questions."""
    return tomllib.loads((HERE / "evaluation.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class StatementResult:
    """How the room answered one statement: mean on 1 to 4, counts by step."""

    text: str
    mean: float | None
    counts: list[int]


@dataclass(frozen=True)
class EvaluationResult:
    """The whole evaluation of a class."""

    answers: int
    statements: list[StatementResult]
    open: list[tuple[str, list[str]]]


def result(store: Store) -> EvaluationResult:
    """Sums of what was answered."""
    given, asked = store.teaching.evaluations(), questionnaire()
    statements = []
    for item in asked["statement"]:
        marks = [answer[item["id"]] for answer in given if item["id"] in answer]
        counted = Counter(marks)
        counts = [counted[step] for step in range(1, len(asked["scale"]) + 1)]
        statements.append(StatementResult(item["text"], mean(marks) if marks else None, counts))
    sentences = [
        (item["text"], sorted(answer[item["id"]] for answer in given if answer.get(item["id"])))
        for item in asked["open"]
    ]
    return EvaluationResult(len(given), statements, sentences)


class Evaluation(Page):
    """The questionnaire on a phone, once a person."""

    @trainee_only
    async def get(self) -> None:
        self._show()

    @trainee_only
    async def post(self) -> None:
        assert self.person
        asked = questionnaire()
        marks = {item["id"]: self.text(item["id"]) for item in asked["statement"]}
        if not self.store.teaching.evaluation_open():
            self._show("Evaluasi sedang tidak dibuka.")
            return
        if not all(mark in ("1", "2", "3", "4") for mark in marks.values()):
            self._show("Masih ada pernyataan yang belum dijawab. Pilih satu jawaban pada setiap pernyataan.")
            return
        answers: dict[str, Any] = {name: int(mark) for name, mark in marks.items()}
        answers |= {item["id"]: self.text(item["id"], longest=LONGEST) for item in asked["open"]}
        await self.store.teaching.evaluate(self.person.id, answers)
        self.redirect("/evaluasi")

    def _show(self, fault: str = "") -> None:
        assert self.person
        self.set_status(400 if fault else 200)
        typed = {
            name: values[-1].decode("utf-8", "replace")
            for name, values in self.request.body_arguments.items()
        }
        self.page(
            "evaluasi.html",
            asked=questionnaire(),
            opened=self.store.teaching.evaluation_open(),
            done=("evaluasi", "sesi") in self.store.work.progress(self.person.id),
            fault=fault,
            typed=typed,
        )


class DeskEvaluation(Page):
    """Open, close, read."""

    @desk_only
    async def get(self) -> None:
        self.page(
            "meja_evaluasi.html",
            result=result(self.store),
            opened=self.store.teaching.evaluation_open(),
            scale=questionnaire()["scale"],
        )

    @desk_only
    async def post(self) -> None:
        await self.store.teaching.set_evaluation(self.text("tindakan") == "buka")
        self.redirect("/meja/evaluasi")

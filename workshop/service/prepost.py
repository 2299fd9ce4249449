"""Pretes and postes: the same questions with other numbers, no hints, and what the room gained in between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import mean
from typing import TYPE_CHECKING, Any

from tornado.web import HTTPError

from workshop.service import forms
from workshop.service.exercises import ROUNDS
from workshop.service.pages import Page, desk_only
from workshop.service.store import Store, Submission

if TYPE_CHECKING:
    from workshop.service.room import Classroom

KINDS = {
    "correct": "good",
    "close": "warn",
    "partial": "warn",
    "wrong": "bad",
    "invalid": "bad",
    "empty": "none",
}


async def mark(room: Classroom, done: Submission, answers: Mapping[str, Any]) -> None:
    """Mark a handed-in test with the examiner; the result waits in the database until it is released."""
    form = await room.exercises.public(done.participant, done.exercise)
    parts = []
    for part in form["parts"]:
        if not forms.on_form(part):
            continue
        verdict = await room.exercises.check(
            done.participant, done.exercise, part["id"], answers.get(part["id"], "")
        )
        parts.append(
            {
                "id": part["id"],
                "title": part["title"],
                "points": float(verdict.points),
                "max": float(part["points"]),
                "kind": KINDS.get(verdict.status, "none"),
                "message": verdict.message,
                "look": "",
            }
        )
    result = {
        "participant": done.participant,
        "exercise": done.exercise,
        "status": "graded",
        "note": "",
        "score": sum(part["points"] for part in parts),
        "max_score": sum(part["max"] for part in parts),
        "parts": parts,
    }
    await room.store.work.record_results([(done.participant, done.exercise, result)])
    await room.store.work.mark_placed(done.id)


@dataclass(frozen=True)
class Gain:
    """Pre-test and post-test of those who did both, in percent of full marks."""

    pairs: list[tuple[str, float, float]]

    @property
    def before(self) -> float | None:
        return mean(pair[1] for pair in self.pairs) if self.pairs else None

    @property
    def after(self) -> float | None:
        return mean(pair[2] for pair in self.pairs) if self.pairs else None

    @property
    def normalised(self) -> float | None:
        """Share of what was not known before that is known now (Hake's gain of the class means)."""
        if self.before is None or self.after is None or self.before >= 100:
            return None
        return (self.after - self.before) / (100 - self.before)


def gain(store: Store, exercise: str) -> Gain:
    """Pairs (participant, pre-test, post-test) of one exercise used as a test."""
    shares = {
        (who, what): 100 * result["score"] / result["max_score"]
        for who, what, result in store.work.results()
        if result["max_score"]
    }
    pre, post = f"pretes-{exercise}", f"postes-{exercise}"
    people = sorted({who for who, _ in shares})
    pairs = [
        (who, shares[who, pre], shares[who, post])
        for who in people
        if (who, pre) in shares and (who, post) in shares
    ]
    return Gain(sorted(pairs, key=lambda pair: (pair[1], pair[2])))


class PrePost(Page):
    """Which exercise serves as the test, its two rounds, and the gain."""

    @desk_only
    async def get(self) -> None:
        chosen = self.store.get("test_bank")
        if chosen not in self.room.exercises.ids():
            chosen = ""
        activities = self.store.activities()
        self.page(
            "meja_tes.html",
            exercises=[self.room.exercises.get(name) for name in self.room.exercises.ids()],
            chosen=chosen,
            rounds=[(name, word, activities.get(f"{name}-{chosen}")) for name, word in ROUNDS.items()],
            handed_in={
                name: sum(
                    item.exercise == f"{name}-{chosen}" for item in self.store.work.latest_submissions()
                )
                for name in ROUNDS
            },
            gain=gain(self.store, chosen) if chosen else None,
        )

    @desk_only
    async def post(self) -> None:
        chosen, test = self.text("latihan"), self.text("putaran")
        if chosen not in self.room.exercises.ids() or (test and test not in ROUNDS):
            raise HTTPError(400)
        self.store.put("test_bank", chosen)
        if test:
            self.store.ensure_activities([f"{test}-{chosen}"])
            await self.store.set_activity(f"{test}-{chosen}", "open")
        self.redirect("/meja/tes")


class GainScreen(Page):
    """The gain on the wall: one line a person, no names."""

    @desk_only
    async def get(self) -> None:
        chosen = self.store.get("test_bank")
        if chosen not in self.room.exercises.ids():
            raise HTTPError(404)
        self.page("layar_tes.html", exercise=self.room.exercises.get(chosen), gain=gain(self.store, chosen))

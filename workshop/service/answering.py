"""An exercise as a form: one part a page, saved on every change, checked by the examiner on the server."""

from __future__ import annotations

from typing import Any

from tornado.web import HTTPError

from workshop import clock, hub
from workshop.service import forms
from workshop.service.pages import Page, trainee_only
from workshop.service.store import Answer


class ExercisePage(Page):
    """What the pages of one exercise share."""

    exercise: Any
    form: dict[str, Any]

    async def load(self, exercise_id: str) -> None:
        """Facts of the exercise and this trainee's variant of it."""
        assert self.person
        self.exercise = self.room.exercises.get(exercise_id)
        if (
            exercise_id not in self.store.activities()
        ):  # a test that was not opened yet is not shown beforehand
            raise HTTPError(404)
        self.form = await self.room.exercises.public(self.person.id, exercise_id)

    @property
    def parts(self) -> list[dict[str, Any]]:
        parts: list[dict[str, Any]] = self.form["parts"]
        return parts

    @property
    def activity(self) -> Any:
        return self.store.activities()[self.exercise.id]

    def answers(self) -> dict[str, Answer]:
        assert self.person
        return self.store.work.answers(self.person.id, self.exercise.id)

    def closed_sentence(self) -> str:
        """Why nothing can be changed any more."""
        return (
            f"Latihan ditutup {clock.at_time(self.activity.changed_at)}. "
            "Jawaban Anda tersimpan dan tetap dapat dibaca."
        )

    def part_states(self, answers: dict[str, Answer]) -> list[str]:
        """One word per part for the step bar: ``good``, ``warn``, ``bad``, ``kept`` or ``none``."""
        return [step(answers.get(part["id"])) for part in self.parts]


def step(answer: Answer | None) -> str:
    """How a part stands, for bars and dots."""
    if answer is None or forms.is_empty(answer.raw):
        return "none"
    return {
        "correct": "good",
        "close": "warn",
        "partial": "warn",
        "wrong": "bad",
        "invalid": "bad",
        "empty": "none",
    }.get(answer.status, "kept")


class Overview(ExercisePage):
    """First page of an exercise: what it asks, how the parts stand, both tracks."""

    @trainee_only
    async def get(self, exercise_id: str) -> None:
        assert self.person
        await self.load(exercise_id)
        answers = self.answers()
        first_open = next(
            (k for k, part in enumerate(self.parts, 1) if step(answers.get(part["id"])) == "none"), 1
        )
        self.page(
            "latihan.html",
            exercise=self.exercise,
            form=self.form,
            activity=self.activity,
            states=self.part_states(answers),
            answers=answers,
            first_open=first_open,
            last=self.store.work.last_submission(self.person.id, exercise_id),
            result=self.store.work.released(self.person.id).get(exercise_id),
            lab=hub.offered(),
        )


class Part(ExercisePage):
    """One part: the field, Periksa, and what the check said. Works without JavaScript (post, redirect, get)."""

    @trainee_only
    async def get(self, exercise_id: str, place: str) -> None:
        await self.load(exercise_id)
        part = self._part(place)
        self._show(part, int(place), self.answers())

    @trainee_only
    async def post(self, exercise_id: str, place: str) -> None:
        assert self.person
        await self.load(exercise_id)
        part = self._part(place)
        if not self.activity.is_open:
            if self.wants_json:
                self.set_status(409)
                self.finish({"fault": self.closed_sentence(), "closed": True})
            else:
                self._show(part, int(place), self.answers())
            return
        fields = {
            name: [v.decode("utf-8", "replace") for v in vs]
            for name, vs in self.request.body_arguments.items()
        }
        action = self.get_body_argument("tindakan", "simpan")
        if clear := fields.get("jelas"):  # which of the two readings was meant
            fields[forms.FIELD], action = clear, "periksa"
        raw = forms.read(part, fields)
        saved_at = await self.store.work.save(self.person.id, exercise_id, part["id"], raw)
        if action == "periksa" and not forms.ambiguous(part, raw):
            verdict = await self.room.exercises.check(self.person.id, exercise_id, part["id"], raw)
            await self.store.work.note_check(self.person.id, exercise_id, part["id"], raw, verdict)
        if not self.wants_json:
            self.redirect(self._next(exercise_id, int(place), action))
            return
        answers = self.answers()
        reply: dict[str, Any] = {"saved_at": clock.at_time(saved_at), "states": self.part_states(answers)}
        if action == "periksa":
            values = self._values(part, int(place), answers)
            reply["hint"] = self.fragment("_petunjuk.html", **values)
            reply["state"] = values["state"]
        self.finish(reply)

    def _part(self, place: str) -> dict[str, Any]:
        if not 1 <= int(place) <= len(self.parts):
            raise HTTPError(404)
        return self.parts[int(place) - 1]

    def _next(self, exercise_id: str, place: int, action: str) -> str:
        here = f"/latihan/{exercise_id}/{place}"
        if action == "periksa":
            return f"{here}#petunjuk"
        if action == "lanjut":
            return (
                f"/latihan/{exercise_id}/{place + 1}"
                if place < len(self.parts)
                else f"/latihan/{exercise_id}/kirim"
            )
        if action == "kembali" and place > 1:
            return f"/latihan/{exercise_id}/{place - 1}"
        return here

    def _values(self, part: dict[str, Any], place: int, answers: dict[str, Answer]) -> dict[str, Any]:
        answer = answers.get(part["id"])
        question = forms.ambiguous(part, answer.raw) if answer else None
        return {
            "exercise": self.exercise,
            "part": part,
            "place": place,
            "count": len(self.parts),
            "answer": answer,
            "raw": answer.raw if answer else None,
            "question": question,
            "state": "ask" if question else (answer.status if answer else ""),
            "on_form": forms.on_form(part),
        }

    def _show(self, part: dict[str, Any], place: int, answers: dict[str, Answer]) -> None:
        self.page(
            "bagian.html",
            form=self.form,
            parts=self.parts,
            activity=self.activity,
            closed="" if self.activity.is_open else self.closed_sentence(),
            states=self.part_states(answers),
            **self._values(part, place, answers),
        )

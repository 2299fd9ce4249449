"""Umpan balik: score, what each part earned and why, what to look at again."""

from __future__ import annotations

from workshop.service.answering import ExercisePage
from workshop.service.pages import trainee_only


class Feedback(ExercisePage):
    """One trainee's released result of one exercise."""

    @trainee_only
    async def get(self, exercise_id: str) -> None:
        assert self.person
        await self.load(exercise_id)
        result = self.store.work.released(self.person.id).get(exercise_id)
        self.page(
            "umpan.html",
            exercise=self.exercise,
            form=self.form,
            result=result,
            activity=self.activity,
            last=self.store.work.last_submission(self.person.id, exercise_id),
        )

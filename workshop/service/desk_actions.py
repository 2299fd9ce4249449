"""What the facilitator does: open and close, grade, release feedback, download the recap."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tornado.web import HTTPError

from workshop import clock
from workshop.service import forms
from workshop.service.pages import Page, desk_only

CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
}


MOST_MINUTES = 240


def back_to_desk(page: Page) -> str:
    """The desk, with the exercise that was being looked at."""
    chosen = page.get_body_argument("latihan", "")
    return f"/meja?latihan={chosen}" if chosen in page.room.offered() else "/meja"


class SetState(Page):
    """Open or close an exercise. Closing also collects what is saved but was not sent."""

    @desk_only
    async def post(self, exercise_id: str, action: str) -> None:
        self.room.exercises.get(exercise_id)
        await self.store.set_activity(exercise_id, "open" if action == "buka" else "closed")
        if action == "tutup":
            await self._collect(exercise_id)
        self.redirect(f"/meja?latihan={exercise_id}")

    async def _collect(self, exercise_id: str) -> None:
        """Saved answers that are newer than the last hand-in count as handed in."""
        for person in self.store.people.all():
            answers = self.store.work.answers(person.id, exercise_id)
            filled = {key: answer for key, answer in answers.items() if not forms.is_empty(answer.raw)}
            last = self.store.work.last_submission(person.id, exercise_id)
            newest = max((answer.saved_at for answer in filled.values()), default="")
            if not filled or (last and (last.track == "notebook" or last.submitted_at >= newest)):
                continue
            raw = {key: answer.raw for key, answer in filled.items()}
            done = await self.store.work.submit(person.id, exercise_id, "form", answers=raw)
            await self.room.place(done)


class Attention(Page):
    """Semua lihat ke depan: phones show it instead of the page until it is lifted."""

    @desk_only
    async def post(self, action: str) -> None:
        await self.store.teaching.look_up(action == "minta")
        self.redirect(back_to_desk(self))


class SetTimer(Page):
    """The room's timer: more minutes, or none."""

    @desk_only
    async def post(self, action: str) -> None:
        minutes = self.text("menit")
        if action == "henti":
            await self.store.teaching.stop_timer()
        elif minutes.isdecimal() and 1 <= int(minutes) <= MOST_MINUTES:
            await self.store.teaching.add_minutes(int(minutes))
        self.redirect(back_to_desk(self))


class Grade(Page):
    """Nilai semua: starts grading; the desk shows its progress."""

    @desk_only
    async def post(self) -> None:
        self.room.grading.start()
        self.redirect(back_to_desk(self))


class Release(Page):
    """Bagikan umpan balik: trainees see the results of the last grading."""

    @desk_only
    async def post(self, exercise_id: str) -> None:
        self.room.exercises.get(exercise_id)
        await self.store.work.release(exercise_id)
        self.redirect(f"/meja?latihan={exercise_id}")


class Recap(Page):
    """The recap of the class as a file."""

    @desk_only
    async def get(self, kind: str) -> None:
        from workshop import recap

        if kind not in CONTENT_TYPES:
            raise HTTPError(404)
        with tempfile.TemporaryDirectory(dir=self.room.folder.cache) as place:
            out = Path(place) / f"rekap.{kind}"
            await self.room.exercises.run(lambda: recap.write_recap(self.room.folder.path, out))
            content = out.read_bytes()
        self.set_header("Content-Type", CONTENT_TYPES[kind])
        name = f"rekap-{self.room.class_code}-{clock.day(clock.now())}.{kind}"
        self.set_header("Content-Disposition", f'attachment; filename="{name}"')
        self.finish(content)

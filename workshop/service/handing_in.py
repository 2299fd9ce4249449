"""Kirim jawaban: the form's hand-in with a receipt, and the notebook that goes home and comes back."""

from __future__ import annotations

import asyncio
import json
import logging
from datetime import UTC, datetime
from typing import Any

from tornado.web import HTTPError

import grading
from workshop.errors import UploadError
from workshop.hub import homes
from workshop.service import forms, prepost
from workshop.service.answering import ExercisePage
from workshop.service.pages import trainee_only
from workshop.service.store import Submission

log = logging.getLogger("iku.kelas")
LARGEST_NOTEBOOK = 8 * 1024 * 1024


class Submit(ExercisePage):
    """Confirm, hand in, receipt. May be repeated until the exercise is closed; the newest counts."""

    @trainee_only
    async def get(self, exercise_id: str) -> None:
        await self.load(exercise_id)
        self._show()

    @trainee_only
    async def post(self, exercise_id: str) -> None:
        assert self.person
        await self.load(exercise_id)
        if not self.activity.is_open:
            self._show(status=409)
            return
        answers = {
            key: answer.raw for key, answer in self.answers().items() if not forms.is_empty(answer.raw)
        }
        if not answers:
            self._show(fault="Belum ada jawaban. Isi paling sedikit satu bagian, lalu kirim.", status=400)
            return
        if self._unclear():
            self._show(
                fault="Ada angka yang dapat dibaca dengan dua arti. Perjelas dahulu bagian itu.", status=400
            )
            return
        done = await self.store.work.submit(self.person.id, exercise_id, "form", answers=answers)
        await self.room.place(done)
        self.redirect(f"/latihan/{exercise_id}/terkirim")

    def _unclear(self) -> list[int]:
        answers = self.answers()
        return [
            place
            for place, part in enumerate(self.parts, 1)
            if part["id"] in answers and forms.ambiguous(part, answers[part["id"]].raw)
        ]

    def _show(self, *, fault: str = "", status: int = 200) -> None:
        assert self.person
        self.set_status(status)
        answers = self.answers()
        self.page(
            "kirim.html",
            exercise=self.exercise,
            form=self.form,
            states=self.part_states(answers),
            answers=answers,
            unclear=self._unclear(),
            closed="" if self.activity.is_open else self.closed_sentence(),
            last=self.store.work.last_submission(self.person.id, self.exercise.id),
            fault=fault,
        )


class Receipt(ExercisePage):
    """What was handed in and when."""

    @trainee_only
    async def get(self, exercise_id: str) -> None:
        assert self.person
        await self.load(exercise_id)
        last = self.store.work.last_submission(self.person.id, exercise_id)
        if last is None:
            self.redirect(f"/latihan/{exercise_id}")
            return
        untouched, saved_at = await self._as_saved(last) if last.track == "notebook" else (False, "")
        self.page(
            "terkirim.html",
            exercise=self.exercise,
            last=last,
            activity=self.activity,
            untouched=untouched,
            saved_at=saved_at,
        )

    async def _as_saved(self, last: Submission) -> tuple[bool, str]:
        """Whether no answer cell was touched, and when what was handed in had been saved in JupyterLab.

        Who hands in from another tab than the one that is worked in may have forgotten to save.
        """
        content = self.store.work.payload(last.id)[1] or b""
        given = await self.room.exercises.notebook(last.participant, last.exercise)
        data = self.room.folder.path
        moment = await self.room.exercises.run(
            lambda: homes.when_saved(data, last.participant, last.exercise, content)
        )
        saved_at = datetime.fromtimestamp(moment, UTC).isoformat() if moment else ""
        return answer_cells(content) == answer_cells(given), saved_at


class Notebook(ExercisePage):
    """The same exercise as an nbgrader notebook: own variant down, answered notebook up."""

    @trainee_only
    async def get(self, exercise_id: str) -> None:
        assert self.person
        await self.load(exercise_id)
        content = await self.room.exercises.notebook(self.person.id, exercise_id)
        self.set_header("Content-Type", "application/x-ipynb+json")
        self.set_header("Content-Disposition", f'attachment; filename="{exercise_id}.ipynb"')
        self.finish(content)

    @trainee_only
    async def post(self, exercise_id: str) -> None:
        assert self.person
        await self.load(exercise_id)
        if not self.activity.is_open:
            raise HTTPError(409)
        file = self._file(exercise_id)
        done = await self.store.work.submit(self.person.id, exercise_id, "notebook", content=file)
        await self.room.place(done)
        self.redirect(f"/latihan/{exercise_id}/terkirim")

    def _file(self, exercise_id: str) -> bytes:
        files = self.request.files.get("berkas") or []
        if not files:
            raise UploadError(
                name="(belum dipilih)",
                reason="belum ada berkas",
                exercise=exercise_id,
                advice=f"Pilih berkas {exercise_id}.ipynb yang sudah Anda isi, lalu kirim.",
            )
        name, content = files[0]["filename"][:80], files[0]["body"]
        check_notebook(name, content, exercise_id)
        body: bytes = content
        return body


def answer_cells(content: bytes) -> list[str]:
    """The sources of a notebook's answer cells, in order; none where it cannot be read as one."""
    try:
        cells = json.loads(content.decode("utf-8-sig"))["cells"]
        return [
            "".join(cell["source"]) for cell in cells if cell["metadata"].get("nbgrader", {}).get("solution")
        ]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return []


def check_notebook(name: str, content: bytes, exercise_id: str) -> None:
    """Refuse early what can never be graded; what it says is judged by the intake of ``grading``."""
    advice = f"Simpan di Jupyter sebagai {exercise_id}.ipynb, lalu unggah lagi."
    if len(content) > LARGEST_NOTEBOOK:
        raise UploadError(name=name, reason="lebih dari 8 MB", exercise=exercise_id, advice=advice)
    try:
        cells = json.loads(content.decode("utf-8-sig", "replace"))["cells"]
    except (ValueError, TypeError, KeyError, RecursionError):
        cells = None
    if not isinstance(cells, list):
        raise UploadError(name=name, reason="bukan notebook Jupyter", exercise=exercise_id, advice=advice)


async def place(room: Any, done: Submission) -> None:
    """Write a hand-in into the course folder's ``submitted/``; repeatable, so a crash in between costs nothing."""
    answers, content = room.store.work.payload(done.id)
    course = room.folder.course
    if room.exercises.get(done.exercise).round:
        await prepost.mark(room, done, answers or {})
        return
    if content is not None:
        work = lambda: grading.write_notebook_submission(  # noqa: E731
            course, done.participant, done.exercise, content, done.submitted_at
        )
    else:
        seed = room.exercises.seed(done.participant, done.exercise)
        own = await room.exercises.notebook(done.participant, done.exercise)
        work = lambda: grading.write_form_submission(  # noqa: E731
            course, done.participant, done.exercise, seed, answers or {}, done.submitted_at, notebook=own
        )
    async with room.placing:
        newest = room.store.work.last_submission(done.participant, done.exercise)
        if newest and newest.id == done.id:
            await room.exercises.run(work)
        await room.store.work.mark_placed(done.id)


def _whole(room: Any, done: Submission) -> bool:
    """Whether a hand-in lies in the course folder as it should (tests are marked at once and lie nowhere)."""
    if room.exercises.get(done.exercise).round:
        return True
    place = room.folder.course / "submitted" / done.participant / done.exercise / f"{done.exercise}.ipynb"
    try:
        found = place.read_bytes()
        if done.track == "notebook":
            return bool(found == room.store.work.payload(done.id)[1])
        return bool(json.loads(found))
    except (OSError, ValueError):
        return False


async def place_missing(room: Any, *, look: bool = False) -> None:
    """Whatever was acknowledged but is not written out yet is written out now.

    ``look``: also what was written out but is not whole; the files, unlike the database, may lose their last
    seconds when the power is cut.
    """
    every = room.store.work.latest_submissions()
    broken = await room.exercises.run(lambda: {it.id for it in every if look and not _whole(room, it)})
    missing = [item for item in every if not item.placed or item.id in broken]
    for item in missing:
        try:
            await place(room, item)
        except Exception:
            log.exception("submission %s could not be written to the course folder", item.id)
        await asyncio.sleep(0)

"""Nilai rubrik: the facilitator reads answers one by one, without names, and chooses a level for each criterion."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from tornado.web import HTTPError

import grading
from kpi_sim.errors import LabIkuError
from workshop.results import result_of
from workshop.service.pages import Page, desk_only

PLACE = "/meja/nilai-rubrik"
LONGEST = 300


def handle(piece: grading.Piece) -> str:
    """What stands for an answer in addresses: neither name nor id of the trainee; the same each time."""
    text = f"{piece.participant}/{piece.exercise}/{piece.part}"
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Pile:
    """All answers of one exercise, by part and then in an order that tells nothing about who wrote them."""

    exercise: Any
    pieces: tuple[grading.Piece, ...]

    @property
    def waiting(self) -> int:
        """Answers that nobody has marked yet."""
        return sum(piece.waiting for piece in self.pieces)

    def at(self, asked: str) -> int | None:
        """Place of an answer: the one asked for, else the first that waits, else the first."""
        places = {handle(piece): place for place, piece in enumerate(self.pieces)}
        if asked in places:
            return places[asked]
        return next((p for p, piece in enumerate(self.pieces) if piece.waiting), 0 if self.pieces else None)


class MarkingPage(Page):
    """What both pages share."""

    async def pile(self, exercise_id: str) -> Pile:
        """The answers of an exercise; one without a rubric is a page that does not exist."""
        if exercise_id not in self.room.exercises.ids():
            raise HTTPError(404)
        exercise = self.room.exercises.catalog.get(exercise_id)
        if not grading.rubric_parts(exercise):
            raise HTTPError(404)
        course = self.room.folder.course
        found = await self.room.exercises.run(lambda: grading.pieces(course, exercise))
        order = [part.id for part in grading.rubric_parts(exercise)]
        found.sort(key=lambda piece: (order.index(piece.part), handle(piece)))
        return Pile(exercise, tuple(found))


class Piles(MarkingPage):
    """The exercises with a rubric, and how many answers wait."""

    @desk_only
    async def get(self) -> None:
        exercises = [self.room.exercises.catalog.get(name) for name in self.room.exercises.ids()]
        with_rubric = [exercise for exercise in exercises if grading.rubric_parts(exercise)]
        piles = [await self.pile(exercise.id) for exercise in with_rubric]
        self.page("meja_rubrik.html", piles=[pile for pile in piles if pile.pieces], rubrics=len(with_rubric))


class Mark(MarkingPage):
    """One answer: read it, choose levels, go on to the next that waits."""

    @desk_only
    async def get(self, exercise_id: str) -> None:
        await self._show(await self.pile(exercise_id), self.get_query_argument("jawaban", ""))

    @desk_only
    async def post(self, exercise_id: str) -> None:
        pile, asked = await self.pile(exercise_id), self.text("jawaban")
        place = pile.at(asked)
        if place is None or handle(pile.pieces[place]) != asked:
            raise HTTPError(404)
        piece = pile.pieces[place]
        part = pile.exercise.part(piece.part)
        levels = [self.text(f"tingkat-{item.id}") for item in part.rubric]
        allowed = [{str(level) for level in range(1, len(item.levels) + 1)} for item in part.rubric]
        if not all(level in known for level, known in zip(levels, allowed, strict=True)):
            await self._show(pile, asked, "Pilih satu tingkat pada setiap kriteria.")
            return
        try:
            await self._record(pile, piece, [int(level) for level in levels])
        except LabIkuError as fault:
            await self._show(pile, asked, fault.sentence())
            return
        names = "&nama=1" if self.text("nama") else ""
        self.redirect(f"{PLACE}/{exercise_id}?tersimpan=1{names}")

    async def _record(self, pile: Pile, piece: grading.Piece, levels: list[int]) -> None:
        """Into the gradebook, then into what the desk and (once shared) the trainee see."""
        course, part = self.room.folder.course, pile.exercise.part(piece.part)
        praise, question = (self.text(name, longest=LONGEST) for name in ("pujian", "pertanyaan"))
        read = self.text("sidik", longest=64)  # what was on the page, not what is graded now

        def work() -> dict[str, Any] | None:
            grading.mark_piece(course, part, piece, levels, praise=praise, question=question, answers=read)
            return result_of(course, piece.participant, piece.exercise)

        result = await self.room.exercises.run(work)
        if result is not None:
            await self.room.grading.keep([(piece.participant, piece.exercise, result)])
            self.room.grading.note_mark(piece.participant, piece.exercise)

    async def _show(self, pile: Pile, asked: str, fault: str = "") -> None:
        place = pile.at(asked)
        self.set_status(400 if fault else 200)
        values: dict[str, Any] = {"pile": pile, "place": place, "fault": fault, "piece": None}
        values["saved"] = bool(self.get_query_argument("tersimpan", ""))
        values["named"] = bool(self.get_argument("nama", ""))
        if place is not None:
            values |= await self._piece(pile, place)
        self.page("meja_rubrik_jawaban.html", **values)

    async def _piece(self, pile: Pile, place: int) -> dict[str, Any]:
        """What the page of one answer needs; what was typed wins over what is kept."""
        piece = pile.pieces[place]
        form = await self.room.exercises.public(piece.participant, pile.exercise.id)
        someone = self.store.people.get(piece.participant)
        kept = piece.mark
        typed = {name: self.text(name, longest=LONGEST) for name in self.request.body_arguments}
        rubric = pile.exercise.part(piece.part).rubric
        levels = {
            item.id: typed.get(f"tingkat-{item.id}") or (str(kept.lines[at].level) if kept else "")
            for at, item in enumerate(rubric)
        }
        neighbours = [
            pile.pieces[at] if 0 <= at < len(pile.pieces) else None for at in (place - 1, place + 1)
        ]
        return {
            "piece": piece,
            "handle": handle(piece),
            "part": next(part for part in form["parts"] if part["id"] == piece.part),
            "rubric": rubric,
            "levels": levels,
            "praise": typed.get("pujian", kept.praise if kept else ""),
            "question": typed.get("pertanyaan", kept.question if kept else ""),
            "writer": someone.name if someone else piece.participant,
            "before": handle(neighbours[0]) if neighbours[0] else "",
            "after": handle(neighbours[1]) if neighbours[1] else "",
        }

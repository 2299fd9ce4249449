"""Kelas saya: what there is to do, what is done; and the small state that phones ask for every few seconds."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from typing import Any

from tornado.web import HTTPError

from workshop import agendas, hub
from workshop.service import codes, plan
from workshop.service.pages import Page, trainee_only
from workshop.service.store import Participant, Poll
from workshop.service.teamplay.scene import card, mark, scene

log = logging.getLogger("iku.kelas")
PATIENCE = 2.0  # seconds before the first reader of a lesson sees that it is being prepared


@dataclass(frozen=True)
class Row:
    """One exercise in Kelas saya, as this trainee stands with it."""

    id: str
    title: str
    minutes: int
    parts: int
    answered: int
    open: bool
    submitted_at: str | None
    result: dict[str, Any] | None
    module: str = ""
    level: str = ""

    @property
    def state(self) -> str:
        """``graded``, ``submitted``, ``started``, ``closed`` or ``new``."""
        if self.result is not None:
            return "graded"
        if self.submitted_at:
            return "submitted"
        if not self.open:
            return "closed"
        return "started" if self.answered else "new"


def exercise_rows(page: Page, person: Participant) -> list[Row]:
    """All exercises of the class for one trainee."""
    work, room = page.store.work, page.room
    answered, released, activities = (
        work.answered(person.id),
        work.released(person.id),
        page.store.activities(),
    )
    rows = []
    for exercise_id in room.offered():
        facts = room.exercises.get(exercise_id)
        last = work.last_submission(person.id, exercise_id)
        rows.append(
            Row(
                exercise_id,
                facts.title,
                facts.minutes,
                len(facts.parts),
                len(answered.get(exercise_id, ())),
                activities[exercise_id].is_open,
                last.submitted_at if last else None,
                released.get(exercise_id),
                facts.module,
                facts.level,
            )
        )
    return rows


@dataclass(frozen=True)
class Group:
    """One module of Kelas saya: its lessons, simulators and exercises. Tests stand in a group without module."""

    id: str
    title: str
    rows: list[Row]
    lessons: list[Any]
    simulators: list[Any]
    done: int

    @property
    def total(self) -> int:
        return len(self.rows) + len(self.lessons) + len(self.simulators)


def grouped(page: Page, rows: list[Row], seen: set[tuple[str, str]]) -> list[Group]:
    """Everything that a trainee can do, by module in teaching order; what belongs to no module comes first."""
    lessons, simulators = page.room.library.all(), page.room.simulators()
    known = agendas.modules()
    homes = {name: key for key, module in known.items() for name in module.simulators}
    groups = []
    for key, title in [("", "Pretes dan postes"), *((key, module.title) for key, module in known.items())]:
        mine = [row for row in rows if (row.module if row.module in known else "") == key]
        read = [lesson for lesson in lessons if (lesson.module if lesson.module in known else "") == key]
        play = [simulator for simulator in simulators if homes.get(simulator.id, "") == key]
        done = sum(row.state in ("submitted", "graded") for row in mine)
        done += sum(("lesson", lesson.id) in seen for lesson in read)
        done += sum(("simulator", simulator.id) in seen for simulator in play)
        only_tests = bool(mine) and not read and not play
        group = Group(key, title if key or only_tests else "Umum", mine, read, play, done)
        if group.total:
            groups.append(group)
    return groups


def present_module(page: Page, now: Row | None, groups: list[Group]) -> str:
    """The module that stands open: the facilitator's, else that of the exercise at hand, else the first unfinished."""
    running = plan.session(page.store)
    if running and running.block.module:
        return running.block.module.id
    if now:
        return now.module
    return next((group.id for group in groups if group.done < group.total), groups[0].id if groups else "")


class MyClass(Page):
    """Kelas saya."""

    @trainee_only
    async def get(self) -> None:
        assert self.person
        rows = exercise_rows(self, self.person)
        seen = self.store.work.progress(self.person.id)
        groups = grouped(self, rows, seen)
        now = next((row for row in rows if row.open and row.state == "started"), None)
        here = present_module(self, now, groups)
        fresh = [row for row in rows if row.open and row.state == "new"]
        now = now or next((row for row in fresh if row.module in ("", here)), None)
        self.page(
            "kelas.html",
            groups=groups,
            here=here,
            current=next((group for group in groups if group.id == here), None),
            now=now,
            seen=seen,
            certificate=self.store.awards.of(self.person.id),
            poll=self._unanswered_poll(),
            play=card(scene(self.store, named=False), self.person),
            evaluation=self.store.teaching.evaluation_open() and ("evaluasi", "sesi") not in seen,
            news=mark_of(self, self.person),
            new=bool(self.get_query_argument("baru", "")),
            lab=hub.offered(),
        )

    def _unanswered_poll(self) -> Poll | None:
        """The open poll, until this trainee has answered it."""
        assert self.person
        teaching = self.store.teaching
        poll = teaching.current_poll()
        return poll if poll and teaching.vote_of(poll.id, self.person.id) is None else None


def room_state(page: Page) -> dict[str, Any]:
    """What the facilitator steers: attention, seconds left, the open poll."""
    teaching = page.store.teaching
    timer, poll = teaching.timer(), teaching.current_poll()
    return {
        "look_up": teaching.looking_up(),
        "left": timer.left if timer else None,
        "poll": poll.id if poll else None,
        "shown": [item.id for item in teaching.polls() if item.revealed],
    }


def mark_of(page: Page, person: Participant) -> str:
    """A short text that changes whenever Kelas saya has something new for this trainee."""
    activities, state = page.store.activities(), room_state(page)
    news: list[Any] = [sorted(key for key, activity in activities.items() if activity.is_open)]
    news += [sorted(page.store.work.released(person.id)), state["poll"]]
    news += [page.store.teaching.evaluation_open(), page.store.awards.of(person.id) is not None]
    news += [card(scene(page.store, named=False), person)]
    news += [max((activity.released_at or "" for activity in activities.values()), default="")]
    return hashlib.sha256(repr(news).encode()).hexdigest()[:12]


def mark_of_polls(page: Page) -> str:
    """The same for the poll page."""
    state = room_state(page)
    return f"{state['poll']}:{state['shown']}"


class State(Page):
    """What phones ask for every few seconds: is there something new for me?"""

    @trainee_only
    async def get(self) -> None:
        assert self.person
        news = {"kelas": mark_of(self, self.person), "jajak": mark_of_polls(self)}
        news["permainan"] = mark(scene(self.store, named=False), self.person)
        self.finish(news | room_state(self))


class Lesson(Page):
    """One lesson, executed and rendered beforehand; the first reader may wait some seconds."""

    @trainee_only
    async def get(self, lesson_id: str) -> None:
        assert self.person
        lesson = self.room.library.get(lesson_id)
        if lesson is None:
            raise HTTPError(404)
        body = await self.room.library.html(lesson, PATIENCE)
        if body is None:
            self.set_header("Refresh", "3")
            self.page("pelajaran_tunggu.html", lesson=lesson)
            return
        await self.store.work.note_progress(self.person.id, "lesson", lesson.id)
        others = self.room.library.all()
        place = [item.id for item in others].index(lesson.id)
        following = others[place + 1] if place + 1 < len(others) else None
        self.page("pelajaran.html", lesson=lesson, body=body, following=following)


class Simulator(Page):
    """Opens a simulator and remembers that this trainee did."""

    @trainee_only
    async def get(self, simulator_id: str) -> None:
        assert self.person
        found = next((item for item in self.room.simulators() if item.id == simulator_id), None)
        if found is None:
            raise HTTPError(404)
        await self.store.work.note_progress(self.person.id, "simulator", simulator_id)
        self.redirect(found.path("/simulator/", view="phone", code=codes.grouped(self.room.class_code)))

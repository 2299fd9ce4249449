"""Reads a class into plain rows: people, marks, items."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from grading.course import exercises_of
from grading.items import Mastery
from workshop import clock
from workshop.errors import NotAClassFolderError
from workshop.recap import analysis
from workshop.recap.analysis import Item
from workshop.recap.games import GameYear, game_years
from workshop.results import as_offered, catalog, results_of, title_of
from workshop.service.evaluations import EvaluationResult
from workshop.service.evaluations import result as evaluated
from workshop.service.exercises import is_test
from workshop.service.folder import ClassFolder
from workshop.service.prepost import Gain, gain
from workshop.service.store import Store, Submission

DATABASE = "kelas.sqlite"


@dataclass(frozen=True)
class Attendee:
    """One person: ``sign_ins`` day → first sign-in."""

    id: str
    name: str
    unit: str
    sign_ins: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Mark:
    """One person's work on one exercise; ``score`` is ``None`` while it is not graded."""

    participant: str
    exercise: str
    submitted_at: str | None
    track: str
    score: float | None
    max_score: float | None
    parts: list[dict[str, Any]]
    note: str = ""

    @property
    def percent(self) -> float | None:
        """Share of full marks, 0 to 100."""
        return 100 * self.score / self.max_score if self.score is not None and self.max_score else None


@dataclass(frozen=True)
class Recap:
    """All that a recap says.

    ``shares``: (participant, objective) → share of the points, 0 to 1; ``served``: (exercise, part) → objective.
    """

    class_code: str
    made_at: str
    people: list[Attendee]
    days: list[str]
    exercises: list[str]
    titles: dict[str, str]
    marks: list[Mark]
    items: list[Item]
    objectives: list[Mastery]
    shares: dict[tuple[str, str], float]
    gain: Gain | None
    evaluation: EvaluationResult | None
    games: list[GameYear] = field(default_factory=list)
    results: list[analysis.Result] = field(default_factory=list)
    served: analysis.Served = field(default_factory=dict)

    @property
    def present(self) -> list[Attendee]:
        """Those who joined; ``people`` also holds those who were only expected."""
        return [person for person in self.people if person.id]

    def mark(self, participant: str, exercise: str) -> Mark | None:
        return next((m for m in self.marks if (m.participant, m.exercise) == (participant, exercise)), None)


def collect(class_dir: Path) -> Recap:
    """Everything about the class in ``class_dir``: our data folder, or any nbgrader course folder.

    Raises:
        NotAClassFolderError: neither of the two.
    """
    place = class_dir.expanduser().resolve()
    if place.name == "course" and (place.parent / DATABASE).is_file():
        place = place.parent
    if (place / DATABASE).is_file():
        return _from_class(ClassFolder(place))
    if holds_class(place):
        return _from_course(place)
    raise NotAClassFolderError(folder=place)


def holds_class(place: Path) -> bool:
    """Whether a folder is one of a class, or of an nbgrader course with work in it."""
    inside = place.name == "course" and (place.parent / DATABASE).is_file()
    return inside or any((place / name).exists() for name in (DATABASE, "gradebook.db", "submitted"))


def _from_class(folder: ClassFolder) -> Recap:
    with Store(folder.database) as store:
        attendance = store.people.attendance()
        people = [
            Attendee(person.id, person.name, person.unit, attendance.get(person.id, {}))
            for person in store.people.all()
        ] + [Attendee("", name, unit) for name, unit in store.people.missing()]
        submissions = store.work.latest_submissions()
        code = store.get("class_code")
        tests = {(who, what): result for who, what, result in store.work.results() if is_test(what)}
        bank = store.get("test_bank")
        gained = gain(store, bank) if bank else None
        judged = evaluated(store)
        played = game_years(store)
    recap = _assemble(code, people, submissions, folder.course, tests, gained, judged)
    return replace(recap, games=played)


def _from_course(course: Path) -> Recap:
    """A folder that the class service did not make: names are the ids of the folders."""
    submissions = [
        Submission(0, work.parent.name, work.name, "notebook", "", "", True)
        for work in sorted((course / "submitted").glob("*/*"))
        if work.is_dir()
    ]
    people = [Attendee(name, name, "") for name in sorted({item.participant for item in submissions})]
    return _assemble("", people, submissions, course, {}, None, None)


def _assemble(
    code: str,
    people: list[Attendee],
    submissions: list[Submission],
    course: Path,
    tests: dict[tuple[str, str], dict[str, Any]],
    gained: Gain | None,
    judged: EvaluationResult | None,
) -> Recap:
    tracks = {(item.participant, item.exercise): item.track for item in submissions}
    folder = exercises_of(course)
    graded = {
        key: as_offered(result, tracks.get(key, ""), folder) for key, result in results_of(course).items()
    }
    found = {**graded, **tests}
    marks = [_mark(item, found) for item in submissions]
    order = [*catalog(folder).ids()]
    exercises = sorted(
        {mark.exercise for mark in marks},
        key=lambda name: (order.index(name) if name in order else len(order), name),
    )
    titles = {name: title_of(name, folder) for name in exercises}
    results: list[analysis.Result] = [
        found[key] for name in exercises for key in sorted(found) if key[1] == name
    ]
    items = analysis.items(results)
    served = analysis.served_by(folder)
    objectives, shares = analysis.objectives(results, served)
    days = sorted({day for person in people for day in person.sign_ins})
    return Recap(
        code,
        clock.now(),
        people,
        days,
        exercises,
        titles,
        marks,
        items,
        objectives,
        shares,
        gained,
        judged,
        results=results,
        served=served,
    )


def _mark(item: Submission, found: dict[tuple[str, str], dict[str, Any]]) -> Mark:
    result = found.get((item.participant, item.exercise))
    track = {"form": "formulir", "notebook": "notebook"}.get(item.track, item.track)
    if result is None:
        return Mark(item.participant, item.exercise, item.submitted_at or None, track, None, None, [])
    return Mark(
        item.participant,
        item.exercise,
        item.submitted_at or None,
        track,
        result["score"],
        result["max_score"],
        result["parts"],
        result["note"],
    )

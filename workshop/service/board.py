"""The live board: how an exercise stands in the room, counted from the answers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workshop import clock
from workshop.service.store import Participant, Submission

if TYPE_CHECKING:
    from workshop.service.room import Classroom

# seconds without a sign after which a phone counts as gone (it speaks every five seconds, noted every twenty)
GONE_AFTER = 75
KINDS = (("good", "benar"), ("warn", "hampir"), ("bad", "belum"), ("kept", "terisi"), ("none", "kosong"))
STATUS_KIND = {
    "correct": "good",
    "close": "warn",
    "partial": "warn",
    "wrong": "bad",
    "invalid": "bad",
    "": "kept",
}


@dataclass(frozen=True)
class Segment:
    """One piece of a bar: kind, count, and where it lies in percent of the bar."""

    kind: str
    count: int
    start: float
    width: float


@dataclass(frozen=True)
class PartRow:
    """One part on the board."""

    number: int
    title: str
    segments: list[Segment]
    counts: dict[str, int]


@dataclass(frozen=True)
class PersonRow:
    """One trainee on the board."""

    person: Participant
    present: bool
    minutes_gone: int
    dots: list[str]
    submitted_at: str | None


@dataclass(frozen=True)
class Board:
    """Everything that the desk shows about one exercise."""

    parts: list[PartRow]
    people: list[PersonRow]
    finished: int
    joined: int
    mistake: tuple[int, int, str] | None  # part number, how many, what the examiner said


def segments(counts: dict[str, int], total: int) -> list[Segment]:
    """Pieces of one bar, in fixed order, zero ones left out."""
    out, start = [], 0.0
    for kind, _ in KINDS:
        if count := counts.get(kind, 0):
            width = 100 * count / total
            out.append(Segment(kind, count, round(start, 3), round(width, 3)))
            start += width
    return out


def board(room: Classroom, exercise_id: str) -> Board:
    """Count the room's answers of one exercise."""
    people = room.store.people.all()
    parts = room.exercises.get(exercise_id).parts
    rows = room.store.work.board(exercise_id)
    kinds = {
        (row["participant"], row["part"]): "none" if row["empty"] else STATUS_KIND.get(row["status"], "none")
        for row in rows
    }
    handed_in = [item for item in room.store.work.latest_submissions() if item.exercise == exercise_id]
    submitted = {item.participant: item.submitted_at for item in handed_in}
    kinds |= of_notebooks(room, exercise_id, [item for item in handed_in if item.track == "notebook"])
    part_rows = []
    for number, part in enumerate(parts, 1):
        counts = dict(Counter(kinds.get((person.id, part.id), "none") for person in people))
        part_rows.append(PartRow(number, part.title, segments(counts, len(people) or 1), counts))
    person_rows = [
        PersonRow(
            person,
            clock.seconds_since(person.seen_at) < GONE_AFTER,
            int(clock.seconds_since(person.seen_at) // 60),
            [kinds.get((person.id, part.id), "none") for part in parts],
            submitted.get(person.id),
        )
        for person in people
    ]
    finished = sum(row.submitted_at is not None for row in person_rows)
    return Board(part_rows, person_rows, finished, len(people), most_common_mistake(rows, parts))


def of_notebooks(
    room: Classroom, exercise_id: str, handed_in: list[Submission]
) -> dict[tuple[str, str], str]:
    """Kinds by participant and part of those who handed in a notebook: filled in, until it has been graded."""
    results = {
        who: {part["id"]: part["kind"] for part in result["parts"]}
        for who, what, result in (room.store.work.results() if handed_in else [])
        if what == exercise_id
    }
    parts = [part.id for part in room.exercises.get(exercise_id).parts]
    return {
        (item.participant, part): results.get(item.participant, {}).get(part, "kept")
        for item in handed_in
        for part in parts
    }


def most_common_mistake(rows: list[Any], parts: list[Any]) -> tuple[int, int, str] | None:
    """The misconception that most people hold right now (at least two)."""
    counted = Counter((row["part"], row["mistake"]) for row in rows if row["mistake"])
    if not counted or counted.most_common(1)[0][1] < 2:
        return None
    (part_id, mistake), count = counted.most_common(1)[0]
    said = next(row["message"] for row in rows if (row["part"], row["mistake"]) == (part_id, mistake))
    number = next((n for n, part in enumerate(parts, 1) if part.id == part_id), 0)
    return number, count, said or ""

"""A grade as the class shows it: one plain mapping, marks by hand included."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grading.results import BY_RUBRIC, PartResult, VerdictStatus

if TYPE_CHECKING:
    from grading.gradebook import Graded

KINDS: dict[VerdictStatus, str] = {
    "correct": "good",
    "close": "warn",
    "partial": "warn",
    "wrong": "bad",
    "invalid": "bad",
    "empty": "none",
    "manual": "none",
}
FOR_PERSON = "Dinilai fasilitator."
WAITING = "Menunggu penilaian fasilitator."


def results_for(course: Path, participant: str, exercise: str) -> dict[str, Any] | None:
    """The result of one submission; ``None`` when it was not graded.

    ``{"participant", "exercise", "score", "max_score", "status", "note", "parts"}``; a part is ``{"id", "title",
    "points", "max", "kind", "waiting", "message", "look"}`` with kind ``good``, ``warn``, ``bad`` or ``none``;
    what waits for a person is not empty, although both have kind ``none``.

    Raises:
        GradebookError: the gradebook cannot be used.
    """
    from grading.gradebook import open_gradebook, read_one

    book = open_gradebook(course)
    graded = read_one(book, participant, exercise) if book else None
    return None if graded is None else mapping_of(graded)


def mapping_of(graded: Graded) -> dict[str, Any]:
    """The mapping of :func:`results_for` from a grade that was read already."""
    result = graded.result
    return {
        "participant": result.participant,
        "exercise": result.exercise,
        "score": plain(result.score),
        "max_score": plain(result.max_score),
        "status": result.status,
        "note": note(graded),
        "parts": [
            {**_part(part, waiting=part.id in graded.waiting), **_rubric(graded, part.id)}
            for part in result.parts
        ],
    }


def _rubric(graded: Graded, part: str) -> dict[str, Any]:
    mark = graded.rubrics.get(part)
    return {"rubric": [asdict(line) for line in mark.lines]} if mark else {}


def note(graded: Graded) -> str:
    """What a trainee must know about the whole submission: what was mended, late hours, points lost for it."""
    words = [graded.result.note, *graded.result.mended]
    if graded.penalty:
        words.append(
            f"Terlambat {duration(graded.seconds_late)}, nilai dikurangi {number(graded.penalty)} poin."
        )
    elif graded.seconds_late > 0:
        words.append(f"Terkirim {duration(graded.seconds_late)} setelah batas waktu; nilai tidak dikurangi.")
    return " ".join(word for word in words if word)


def duration(seconds: float) -> str:
    """``2 jam 5 menit``; at least a minute."""
    minutes = max(1, round(seconds / 60))
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    words = [
        f"{count} {unit}" for count, unit in ((days, "hari"), (hours, "jam"), (minutes, "menit")) if count
    ]
    return " ".join(words[:2])


def _part(part: PartResult, *, waiting: bool) -> Mapping[str, Any]:
    message = part.message
    if not waiting:  # what was still to be given has been given
        message = message.removesuffix(BY_RUBRIC).strip()
    elif WAITING not in message:
        message = WAITING if message in ("", FOR_PERSON) else f"{message} {WAITING}"
    return {
        "id": part.id,
        "title": part.title,
        "points": plain(part.points),
        "max": plain(part.max),
        "kind": KINDS[part.status],
        "waiting": waiting,
        "message": message,
        "look": part.look,
    }


def plain(value: float) -> float | int:
    """A whole number as ``int``, so that it is shown without decimals; else two decimals."""
    rounded = round(value, 2)
    return int(rounded) if rounded == int(rounded) else rounded


def number(value: float) -> str:
    """Indonesian form of a count of points."""
    from kpi_sim.units import format_number

    return format_number(plain(value))

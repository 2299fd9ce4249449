"""Answers that a person marks by a rubric: what is there to read, and how a choice of levels becomes a mark."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grading.exercise.public import card_text
from grading.gradebook.autograded import as_written
from grading.notebook.answers import read_literals
from kpi_sim.indicators.indicator import FIELD_LABELS

if TYPE_CHECKING:
    from grading.exercise.model import Exercise, Part
    from grading.gradebook import RubricLine, RubricMark


@dataclass(frozen=True)
class Piece:
    """One answer to one part with a rubric, as it was graded.

    ``fields`` is the answer as pairs of label and text (one pair without label for free text); ``answers`` the
    fingerprint that :func:`mark_piece` wants back; ``mark`` what was chosen before; ``waiting``: a person has to look.
    """

    participant: str
    exercise: str
    part: str
    fields: tuple[tuple[str, str], ...]
    answers: str
    waiting: bool
    mark: RubricMark | None


def rubric_parts(exercise: Exercise) -> tuple[Part, ...]:
    """The parts of an exercise that a person marks."""
    return tuple(part for part in exercise.on("notebook") if part.rubric)


def pieces(course: Path, exercise: Exercise) -> list[Piece]:
    """Every graded answer to the parts with a rubric, by part; those that were left empty are no piece.

    Raises:
        GradebookError: the gradebook cannot be used.
    """
    from grading.gradebook import open_gradebook, read_all

    book = open_gradebook(course)
    if book is None:
        return []
    found = []
    for graded in read_all(book, exercises=[exercise.id]):
        who, texts = graded.result.participant, None
        states = {part.id: part.status for part in graded.result.parts}
        for part in rubric_parts(exercise):
            if states.get(part.id, "empty") == "empty":
                continue
            texts = texts if texts is not None else _texts(course, who, exercise.id)
            found.append(
                Piece(
                    who,
                    exercise.id,
                    part.id,
                    _fields(part, texts.get(f"jawaban-{part.id}", "")),
                    graded.answers,
                    part.id in graded.waiting,
                    graded.rubrics.get(part.id),
                )
            )
    order = [part.id for part in rubric_parts(exercise)]
    return sorted(found, key=lambda piece: order.index(piece.part))


def mark_piece(
    course: Path,
    part: Part,
    piece: Piece,
    levels: Sequence[int],
    *,
    praise: str = "",
    question: str = "",
    answers: str,
) -> RubricMark:
    """Give an answer its mark: one level (1 the lowest) for each criterion of the part.

    ``answers`` is the fingerprint of what was read: ``Piece.answers`` of that moment.

    Raises:
        NotMarkableError, AnswerChangedError, GradebookError: as :func:`grading.gradebook.record_manual`.
    """
    from grading.gradebook import ensure_gradebook, record_manual

    return record_manual(
        ensure_gradebook(course),
        piece.participant,
        piece.exercise,
        piece.part,
        lines=lines_of(part, levels),
        praise=praise,
        question=question,
        answers=answers,
    )


def lines_of(part: Part, levels: Sequence[int]) -> list[RubricLine]:
    """The rubric with these levels chosen."""
    from grading.gradebook import RubricLine

    return [
        RubricLine(item.title, level, len(item.levels), item.levels[level - 1])
        for item, level in zip(part.rubric, levels, strict=True)
    ]


def _texts(course: Path, participant: str, exercise: str) -> Mapping[str, str]:
    """Grade id → text of the answers that were graded; markup that was made harmless for formgrader is text again."""
    try:
        file = course / "autograded" / participant / exercise / f"{exercise}.ipynb"
        cells = json.loads(file.read_bytes())["cells"]
    except OSError:
        return {}
    return {_name(cell): _text(cell) for cell in cells if _name(cell)}


def _name(cell: Mapping[str, Any]) -> str:
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))


def _text(cell: Mapping[str, Any]) -> str:
    source = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
    return as_written(source) if cell["cell_type"] == "markdown" else source


def _fields(part: Part, text: str) -> tuple[tuple[str, str], ...]:
    """An indicator card field by field; any other answer as it was written."""
    value = (read_literals(text) or {}).get(part.name) if part.kind == "indicator" else None
    if not isinstance(value, dict):
        return (("", text),)
    return tuple(
        (FIELD_LABELS.get(str(name), str(name)), "" if item is None else card_text(item))
        for name, item in value.items()
    )

"""Feedback pages on disk, where nbgrader looks for them: ``feedback/<participant>/<exercise>/<exercise>.html``."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from grading.feedback.page import Answer, Shown, feedback_page
from grading.feedback.results import mapping_of
from grading.gradebook import open_gradebook, read_all
from grading.gradebook.autograded import replace_folder
from grading.gradebook.source import marks_of, text_of


def write_feedback(
    course: Path,
    *,
    title_of: Callable[[str], str] = str,
    exercises: Sequence[str] | None = None,
    participants: Sequence[str] | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> list[Path]:
    """Write the pages of all (or some) graded submissions; gives where they lie.

    ``on_progress`` is called with (written, of how many).

    Raises:
        GradebookError: the gradebook cannot be used.
    """
    book = open_gradebook(course)
    if book is None:
        return []
    pages = []
    graded = read_all(book, participants=participants, exercises=exercises)
    for item in graded:
        who, what = item.result.participant, item.result.exercise
        work = own_work(course / "autograded" / who / what)
        page = feedback_page(title_of(what), mapping_of(item), submitted_at=item.submitted_at, work=work)
        folder = course / "feedback" / who / what
        replace_folder(folder, {f"{what}.html": page.encode()})
        pages.append(folder / f"{what}.html")
        if on_progress:
            on_progress(len(pages), len(graded))
    return pages


def own_work(folder: Path) -> list[Answer]:
    """What the trainee wrote and what it printed, from the notebooks made for formgrader."""
    return [answer for file in sorted(folder.glob("*.ipynb")) for answer in _answers(file)]


def _answers(file: Path) -> Iterable[Answer]:
    for cell in json.loads(file.read_bytes())["cells"]:
        if marks_of(cell).get("solution") or marks_of(cell).get("task"):
            text = text_of(cell).replace("&lt;", "<") if cell["cell_type"] == "markdown" else text_of(cell)
            yield Answer(text, tuple(_shown(out) for out in cell.get("outputs", ())))


def _shown(output: dict[str, Any]) -> Shown:
    data = output.get("data", {})
    if "image/png" in data:
        return Shown(image="".join(data["image/png"]))
    return Shown(text="".join(data.get("text/plain", output.get("text", ""))))

"""Hand-ins in the course folder: ``submitted/<participant>/<exercise>/``, a notebook and its time."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from grading.errors import SubmissionPlaceError
from grading.exercise.variants import variant_tag
from grading.notebook.answers import assignment, of_form
from grading.notebook.cells import text_of

_FOLDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,99}")


def write_form_submission(
    course: Path,
    participant: str,
    exercise: str,
    seed: int,
    answers: Mapping[str, Any],
    submitted_at: str,
    *,
    notebook: bytes | None = None,
) -> Path:
    """A form's answers as a submitted notebook: the answer cells filled with literals, nothing to be run.

    Args:
        seed: the participant's variant, named in the notebook's metadata.
        answers: part id → raw answer as ``workshop.service.forms.read`` gives it.
        submitted_at: ISO 8601 moment.
        notebook: the participant's own release notebook; without it the course's release is filled, whose
            questions show the base variant (the judgement is the variant's all the same).
    """
    if notebook is None:
        notebook = (course / "release" / exercise / f"{exercise}.ipynb").read_bytes()
    document = json.loads(notebook)
    document["metadata"]["lab_iku"] = {"exercise": exercise, "variant": variant_tag(seed), "track": "form"}
    document["cells"] = [_filled(cell, answers) for cell in document["cells"]]
    return write_notebook_submission(course, participant, exercise, text_of(document), submitted_at)


def write_notebook_submission(
    course: Path, participant: str, exercise: str, content: bytes, submitted_at: str
) -> Path:
    """A notebook as it was handed in, byte for byte, in its place in the course folder."""
    for name in (participant, exercise):
        if not _FOLDER.fullmatch(name):
            raise SubmissionPlaceError(name=name)
    folder = course / "submitted" / participant / exercise
    folder.mkdir(parents=True, exist_ok=True)
    moment = datetime.fromisoformat(submitted_at).astimezone(UTC)
    _replace(folder / "timestamp.txt", moment.strftime("%Y-%m-%d %H:%M:%S UTC").encode())
    path = folder / f"{exercise}.ipynb"
    _replace(path, content)
    return path


def _filled(cell: dict[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    """The cell with its part's answer; cells without an answer stay as they were handed out."""
    source = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
    own = cell["metadata"].get("lab_iku", {})
    solution = cell["metadata"].get("nbgrader", {}).get("solution")
    raw = answers.get(own.get("part", ""))
    if not solution or raw in (None, "", [], {}):
        return {**cell, "source": source}
    if cell["cell_type"] == "markdown":
        return {**cell, "source": str(raw)}
    return {**cell, "source": assignment(source.partition(" = ")[0], of_form(own["kind"], raw))}


def _replace(path: Path, content: bytes) -> None:
    """Write as a whole or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(path)

"""The nbgrader course folder of a class: source, release, configuration; the same bytes each time it is built."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from grading.examiner import Examiner
from grading.notebook.cells import CODE_STUB, TEXT_STUB
from kpi_sim.errors import LabIkuError, raise_faults

HERE = Path(__file__).resolve().parent.parent
_PLACES = (HERE / "course" / "exercises", HERE / "exercises")
DEFAULT_EXERCISES = next((place for place in _PLACES if place.is_dir()), _PLACES[0])
SECRET = Path(".iku") / "secret"

CONFIG = f"""# Ditulis oleh iku exercise build; dibaca oleh nbgrader.
c = get_config()  # noqa: F821
c.CourseDirectory.course_id = "lab-iku"
c.ClearSolutions.code_stub = {{"python": {CODE_STUB!r}}}
c.ClearSolutions.text_stub = {TEXT_STUB!r}
c.IncludeHeaderFooter.header = ""
c.IncludeHeaderFooter.footer = ""
try:
    from grading.formgrader import configure
except ImportError:  # nbgrader dari Python lain: penilaian bawaannya
    pass
else:
    configure(c)
"""


def build_course(ids: Iterable[str], out: Path, *, exercises: Path, secret: bytes | None = None) -> None:
    """Write ``source/``, ``release/`` and ``nbgrader_config.py`` of these exercises into ``out``.

    With a secret, ``.iku/secret`` (readable by its owner only) lets the grader derive each participant's variant.
    A file whose content is the same is not touched. Exercises that cannot be built do not stop the others.

    Raises:
        LabIkuError: the faults of all exercises that could not be built, after the others were.
    """
    faults: list[LabIkuError] = []
    out.mkdir(parents=True, exist_ok=True)
    ensure_file(out / "nbgrader_config.py", CONFIG.encode())
    if secret is not None:
        ensure_file(out / SECRET, secret, mode=0o600)
    with Examiner(exercises) as examiner:
        for name in ids:
            try:
                source, release = examiner.source(name), examiner.notebook(name, 0)
            except LabIkuError as fault:
                faults.append(fault)
                continue
            ensure_file(out / "source" / name / f"{name}.ipynb", source, mode=0o600)
            ensure_file(out / "release" / name / f"{name}.ipynb", release)
    raise_faults(faults, noun="latihan")


def participant_notebook(exercise: str, seed: int, *, exercises: Path = DEFAULT_EXERCISES) -> bytes:
    """The release notebook with one participant's variant; whoever holds an examiner asks it instead."""
    with Examiner(exercises) as examiner:
        return examiner.notebook(exercise, seed)


def ensure_file(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """The file with this content, replaced as a whole and only when it differs."""
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
        file.write(content)
    draft.replace(path)

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
BUILT_FROM = Path(".iku") / "latihan"

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
    Where the exercises are not those of this course, ``.iku/latihan`` says where they lie, for all who grade later.
    A file whose content is the same is not touched. Exercises that cannot be built do not stop the others.

    Raises:
        LabIkuError: the faults of all exercises that could not be built, after the others were.
    """
    faults: list[LabIkuError] = []
    out.mkdir(parents=True, exist_ok=True)
    ensure_file(out / "nbgrader_config.py", CONFIG.encode())
    if exercises.resolve() != DEFAULT_EXERCISES:
        ensure_file(out / BUILT_FROM, f"{exercises.resolve()}\n".encode())
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


def exercises_of(course: Path) -> Path:
    """The folder of exercises that a course was built from; this course's own where it does not say, or is gone."""
    try:
        told = Path((course / BUILT_FROM).read_text(encoding="utf-8").strip())
    except (OSError, UnicodeDecodeError):
        return DEFAULT_EXERCISES
    return told if told.is_dir() else DEFAULT_EXERCISES


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

"""Lessons of the course: their list, and each as a page for phones, run in a clean kernel and kept in a cache.

A rendering is named after everything it depends on: the notebook, the code of kpi_sim and labui, the data, and the
versions of the libraries. So a stale page cannot be served, and an unchanged lesson is never run twice.
"""

from __future__ import annotations

import functools
import hashlib
import logging
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from nbformat import NotebookNode

from kpi_sim.errors import LabIkuError
from workshop.notebooks import CellFailedError, read_notebook, run_notebook
from workshop.paths import COURSE, DATASETS, LESSONS, ROOT

_FILE = re.compile(r"(\d\d)-([a-z0-9-]+)")
_SHOWN_BY = ("numpy", "matplotlib", "pandas", "scipy", "ipython", "markdown-it-py", "nh3")
_DEFAULT_MINUTES = 20


class LessonError(LabIkuError):
    """A lesson cannot be shown because one of its cells failed."""

    what = 'Pelajaran "{title}" belum dapat ditampilkan.'
    where = 'Sel "{cell}" di course/lessons/{file}.'
    fix = "Jalankan: iku lesson check {id}. Pelajaran lain tidak terpengaruh."


@dataclass(frozen=True)
class Lesson:
    """One lesson notebook; ``minutes`` is its reading time, ``objectives`` the ids that it serves."""

    id: str
    number: int
    title: str
    minutes: int
    path: Path
    module: str = ""
    objectives: tuple[str, ...] = ()
    exercises: tuple[str, ...] = ()


def list_lessons(folder: Path = LESSONS) -> list[Lesson]:
    """The lessons in ``folder`` in teaching order; other files are left alone."""
    files = sorted(path for path in folder.glob("*.ipynb") if _FILE.fullmatch(path.stem))
    return [_lesson(path, path.stat().st_mtime_ns) for path in files]


def render_lesson(lesson: Lesson, cache_dir: Path) -> str:
    """The lesson as a sanitised HTML fragment, run in a clean kernel; later calls come from ``cache_dir``.

    It holds no script and no address outside this machine; pictures are inside it, with their alt text.

    Raises:
        LessonError: a cell of the lesson failed.
    """
    from workshop.lesson_html import to_html

    kept = Path(cache_dir) / "lessons" / f"{lesson.id}-{_fingerprint(lesson.path)}.html"
    try:
        return kept.read_text(encoding="utf-8")
    except OSError:
        html = to_html(_run(lesson))
    try:
        _keep(kept, html, lesson.id)
    except OSError:  # a full or read-only disk costs time, not the lesson
        logging.getLogger(__name__).warning("rendering of %s is not kept", lesson.id, exc_info=True)
    return html


def _run(lesson: Lesson) -> NotebookNode:
    try:
        return run_notebook(read_notebook(lesson.path), lesson.path.parent)
    except CellFailedError as error:
        logging.getLogger(__name__).error("lesson %s failed", lesson.id, exc_info=True)
        raise LessonError(title=lesson.title, cell=error.cell, file=lesson.path.name, id=lesson.id) from None


@functools.lru_cache(maxsize=64)
def _lesson(path: Path, _changed: int) -> Lesson:
    notebook = read_notebook(path)
    number, name = path.stem.split("-", 1)
    own = notebook.metadata.get("lab_iku", {})
    return Lesson(
        id=name,
        number=int(number),
        title=str(own.get("title", name)),
        minutes=int(own.get("minutes", _DEFAULT_MINUTES)),
        path=path,
        module=str(own.get("module", "")),
        objectives=tuple(own.get("objectives", ())),
        exercises=tuple(own.get("exercises", ())),
    )


def _fingerprint(path: Path) -> str:
    digest = hashlib.sha256(path.read_bytes())
    for file in _sources():
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    versions = [f"{name}=={_version(name)}" for name in _SHOWN_BY]
    digest.update(" ".join([sys.version, *versions]).encode())
    return digest.hexdigest()[:16]


def _sources() -> Iterator[Path]:
    """Whatever code and data a lesson shows, and the code that renders it."""
    yield from sorted((ROOT / "kpi_sim").rglob("*.py"))
    yield from sorted((ROOT / "kpi_sim").rglob("*.toml"))
    yield from sorted((COURSE / "labui").rglob("*.py"))
    yield COURSE / "labui" / "static" / "lab-iku.mplstyle"
    yield from sorted(DATASETS.rglob("*.csv"))
    yield from (
        Path(__file__).with_name(name) for name in ("lesson_html.py", "glossary_links.py", "notebooks.py")
    )
    yield COURSE / "glosarium.toml"


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "none"


def _keep(place: Path, html: str, lesson_id: str) -> None:
    """Write whole or not at all; older renderings of the same lesson go."""
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=place.parent, suffix=".part")
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(html)
    Path(part).replace(place)
    for old in place.parent.glob(f"{lesson_id}-{'[0-9a-f]' * 16}.html"):
        if old != place:
            old.unlink(missing_ok=True)


def standalone_page(lesson: Lesson, body: str) -> str:
    """The fragment as a page of its own, with the styles that the class service would link to."""
    from labui import STATIC_DIR

    own = Path(__file__).with_name("service") / "static"
    files = (STATIC_DIR / "tokens.css", own / "kelas.css", own / "pelajaran.css", STATIC_DIR / "lesson.css")
    styles = "\n".join(file.read_text(encoding="utf-8") for file in files if file.is_file())
    styles = styles.replace('url("fonts/', f'url("{(STATIC_DIR / "fonts").as_uri()}/')
    return (
        f'<!doctype html><html lang="id"><head><meta charset="utf-8"><title>{lesson.title}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{styles}</style></head>'
        f'<body><main class="page lesson">{body}</main></body></html>'
    )

"""The writer's check of the whole course: language, sources, structure of lessons, objectives served."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

from nbformat import NotebookNode

from workshop.agendas import modules
from workshop.course_texts import course_texts
from workshop.lessons import Lesson, list_lessons
from workshop.notebooks import HIDDEN_OUTPUT, faults, read_notebook
from workshop.paths import APPS, COURSE, EXERCISES
from workshop.simulators import list_simulators
from workshop.slides import decks, remarks_on
from workshop.wording import remarks, rules_of_language, words

_HEADINGS = ("Apa artinya bagi unit Anda?", "Sumber")
_PUBLISHED = re.compile(r"\bpublished_(?:figure|series)\(|\bdistrict_source\(")
_NAMES_SOURCE = re.compile(r"\.citation|\.source|Sumber|sumber")
_SIMULATOR = re.compile(r"\bSimulator [A-Z]\w+(?: (?:dan )?[A-Z]\w+)*")


@dataclass(frozen=True)
class CourseFinding:
    """One finding: where, which rule, what must be mended."""

    place: str
    rule: str
    message: str


@dataclass(frozen=True)
class Objective:
    """One learning objective and what serves it: lesson ids, and parts of exercises as ``exercise/part``."""

    id: str
    module: str
    text: str
    lessons: tuple[str, ...]
    parts: tuple[str, ...]


def check_course() -> list[CourseFinding]:
    """All findings on lessons, apps, guide, glossary and exercises; empty when all is well."""
    return [*_lessons(), *_apps(), *_texts(), *_slides(), *_objectives()]


def objectives() -> list[Objective]:
    """The objectives of the course with the lessons and the parts of exercises that serve them."""
    raw = tomllib.loads((COURSE / "tujuan.toml").read_text(encoding="utf-8"))["tujuan"]
    lessons = list_lessons()
    measured = list(_measured())
    return [
        Objective(
            id=item["id"],
            module=item["modul"],
            text=item["kalimat"],
            lessons=tuple(lesson.id for lesson in lessons if item["id"] in lesson.objectives),
            parts=tuple(part for part, objective in measured if objective == item["id"]),
        )
        for item in raw
    ]


def _lessons() -> Iterator[CourseFinding]:
    for lesson in list_lessons():
        place = f"lessons/{lesson.path.name}"
        for fault in faults(lesson.path):
            yield CourseFinding(place, "normal-form", fault)
        notebook = read_notebook(lesson.path)
        text = "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
        yield from _structure(place, lesson, notebook, text)


def _structure(place: str, lesson: Lesson, notebook: NotebookNode, text: str) -> Iterator[CourseFinding]:
    tags = {tag for cell in notebook.cells for tag in cell.metadata.get("tags", [])}
    if HIDDEN_OUTPUT not in tags:
        yield CourseFinding(place, "prediction", "Belum ada hasil yang menunggu tebakan (hasil-tertutup).")
    if "coba-sendiri" not in tags:
        yield CourseFinding(place, "try-it", "Belum ada sel coba-sendiri.")
    for heading in _HEADINGS:
        if f"## {heading}" not in text:
            yield CourseFinding(place, "heading", f'Belum ada bagian "{heading}".')
    most = lesson.minutes * rules_of_language()["kata_per_menit"]
    if lesson.minutes > 30 or words(text) > most:
        message = f"{words(text)} kata untuk {lesson.minutes} menit; bagi menjadi dua pelajaran."
        yield CourseFinding(place, "reading-time", message)
    offered = {simulator.title for simulator in list_simulators()}
    for name in sorted(set(_SIMULATOR.findall(text)) - offered):
        yield CourseFinding(place, "simulator", f"{name} belum ada di course/apps.")
    yield from _unsourced(place, notebook)


def _unsourced(place: str, notebook: NotebookNode) -> Iterator[CourseFinding]:
    """Published figures that are shown without their source in the same cell or the three around it."""
    for nth, cell in enumerate(notebook.cells):
        if cell.cell_type == "code" and _PUBLISHED.search(cell.source):
            near = notebook.cells[max(0, nth - 1) : nth + 4]
            if not any(_NAMES_SOURCE.search(other.source) for other in near):
                yield CourseFinding(
                    f"{place} sel {cell.id}", "source", "Angka terbit tanpa sumber di sampingnya."
                )


def _apps() -> Iterator[CourseFinding]:
    for path in sorted(APPS.glob("*.ipynb")):
        for fault in faults(path):
            yield CourseFinding(f"apps/{path.name}", "normal-form", fault)


def _texts() -> Iterator[CourseFinding]:
    """Language of everything that a trainee or facilitator reads."""
    for place, text in course_texts():
        for remark in remarks(text):
            yield CourseFinding(place, remark.rule, f'"{remark.found}": {remark.advice}')


def _slides() -> Iterator[CourseFinding]:
    """Every module has slides; each says little, with its sources, and leads to what exists."""
    offered = {simulator.id for simulator in list_simulators()}
    trained = {file.parent.name for file in EXERCISES.glob("*/exercise.toml")}
    for missing in sorted(set(modules()) - set(decks())):
        yield CourseFinding(
            f"course/guide/slaid/{missing}.toml", "slides", "Modul ini belum mempunyai slaid."
        )
    for name, deck in decks().items():
        place = f"course/guide/slaid/{name}.toml"
        for nth, rule, message in remarks_on(deck):
            yield CourseFinding(f"{place} slaid {nth}" if nth else place, rule, message)
        for nth, slide in enumerate(deck.slides, 1):
            if slide.simulator and slide.simulator not in offered:
                yield CourseFinding(f"{place} slaid {nth}", "simulator", f"{slide.simulator} belum ada.")
            if slide.exercise and slide.exercise not in trained:
                yield CourseFinding(f"{place} slaid {nth}", "exercise", f"{slide.exercise} belum ada.")


def _objectives() -> Iterator[CourseFinding]:
    known = {objective.id for objective in objectives()}
    for lesson in list_lessons():
        for wrong in sorted(set(lesson.objectives) - known):
            yield CourseFinding(f"lessons/{lesson.path.name}", "objective", f"Tujuan {wrong} tidak ada.")
    for part, objective_id in _measured():
        if objective_id not in known:
            yield CourseFinding(f"exercises/{part}", "objective", f"Tujuan {objective_id} tidak ada.")
    for objective in objectives():
        if not objective.lessons and modules()[objective.module].lessons:
            yield CourseFinding(objective.id, "coverage", f"Belum ada pelajaran: {objective.text}")
        if not objective.parts:
            yield CourseFinding(objective.id, "coverage", f"Belum ada soal: {objective.text}")


def _measured() -> Iterator[tuple[str, str]]:
    """Every part of every exercise with the objective that it measures."""
    for file in sorted(EXERCISES.glob("*/exercise.toml")):
        for part in tomllib.loads(file.read_text(encoding="utf-8"))["parts"]:
            yield f"{file.parent.name}/{part['id']}", part["objective"]

"""Everything of the course that people read, as (place, text): lessons, exercises, guide, slides, pages, glossary."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from typing import Any

from nbformat import NotebookNode

from workshop.lessons import list_lessons
from workshop.notebooks import read_notebook
from workshop.paths import COURSE, DOCS, EXERCISES, GUIDE, ROOT
from workshop.slides import decks
from workshop.wording import plain, sentences, words

_PAGES = ("how-to/*.md", "explanation/*.md", "tutorial/kelas-pertama.md")
_READ = {
    "title",
    "prompt",
    "hint",
    "label",
    "levels",
    "source",
    "definition",
    "gaming",
    "companion",
    "limitations",
}
_TEMPLATE = re.compile(r"\{\w+\}")


def course_texts() -> Iterator[tuple[str, str]]:
    """Place (a path, with the slide where it is one) and Markdown of every text."""
    for lesson in list_lessons():
        yield f"lessons/{lesson.path.name}", lesson_text(read_notebook(lesson.path))
    pages = [
        *GUIDE.rglob("*.md"),
        *EXERCISES.glob("*/prompt.md"),
        *(p for one in _PAGES for p in DOCS.glob(one)),
    ]
    for page in sorted(pages):
        yield page.relative_to(ROOT).as_posix(), page.read_text(encoding="utf-8")
    for file in sorted(EXERCISES.glob("*/exercise.toml")):
        told = _told(tomllib.loads(file.read_text(encoding="utf-8")))
        yield f"exercises/{file.parent.name}", "\n\n".join(_TEMPLATE.sub("0", text) for text in told)
    for file in sorted((COURSE / "labui" / "presenters" / "naskah").glob("*.toml")):
        told = _strings(tomllib.loads(file.read_text(encoding="utf-8")))
        yield file.relative_to(ROOT).as_posix(), "\n\n".join(_TEMPLATE.sub("0", text) for text in told)
    for name, deck in decks().items():
        for nth, slide in enumerate(deck.slides, 1):
            yield f"course/guide/slaid/{name}.toml slaid {nth}", "\n\n".join((*slide.texts, slide.source))
    terms = tomllib.loads((COURSE / "glosarium.toml").read_text(encoding="utf-8"))["istilah"]
    yield "course/glosarium.toml", "\n\n".join(term["arti"] for term in terms)


def lesson_text(notebook: NotebookNode) -> str:
    """Text cells, and the words that code cells write: titles, alt texts and printed sentences."""
    texts = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    for cell in notebook.cells:
        if cell.cell_type == "code":
            texts += _spoken(cell.source)
    return "\n\n".join(texts)


def longest_sentences(most: int) -> list[tuple[int, str, str]]:
    """The longest sentences of the course as (words, place, sentence), longest first."""
    found = {
        (words(sentence), place, " ".join(sentence.split()))
        for place, text in course_texts()
        for sentence in sentences(plain(text))
    }
    return sorted(found, key=lambda one: (-one[0], one[1], one[2]))[:most]


def _spoken(code: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value.strip():
            yield node.value


def _told(part: Any, key: str = "") -> Iterator[str]:
    """What an ``exercise.toml`` says to people; ids, kinds and settings are left out."""
    if isinstance(part, dict):
        for name, inside in part.items():
            yield from _told(inside, name)
    elif isinstance(part, list):
        for inside in part:
            yield from _told(inside, key)
    elif isinstance(part, str) and key in _READ:
        yield part


def _strings(part: Any) -> Iterator[str]:
    """Every text in the words of a simulator."""
    if isinstance(part, dict | list):
        for inside in part.values() if isinstance(part, dict) else part:
            yield from _strings(inside)
    elif isinstance(part, str):
        yield part

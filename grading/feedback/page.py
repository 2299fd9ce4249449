"""The feedback page of one submission: everything on it is text; nothing on it is loaded from anywhere."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, Template
from markdown_it import MarkdownIt
from markupsafe import Markup

from grading.feedback.results import number

MARKS = {"good": "● benar", "warn": "▲ sebagian", "bad": "◆ belum", "none": "◌ kosong"}
WIB = timezone(timedelta(hours=7))
LONGEST_TEXT = 10_000
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]+")


@dataclass(frozen=True)
class Shown:
    """Something a cell printed or drew: text, or a PNG in base64."""

    text: str = ""
    image: str = ""


@dataclass(frozen=True)
class Answer:
    """One answer cell of the trainee's, as text, with what it printed."""

    text: str
    outputs: tuple[Shown, ...] = ()


def feedback_page(
    title: str,
    result: Mapping[str, Any],
    *,
    submitted_at: datetime | None = None,
    work: Sequence[Answer] = (),
) -> str:
    """The page as HTML; ``result`` is a mapping of ``results_for``."""
    return _template().render(
        title=title, result=result, moment=_moment(submitted_at), marks=MARKS, work=[_capped(a) for a in work]
    )


def _capped(answer: Answer) -> Answer:
    outputs = tuple(
        Shown(out.text[:LONGEST_TEXT], out.image if BASE64.fullmatch(out.image) else "")
        for out in answer.outputs
    )
    return Answer(answer.text[:LONGEST_TEXT], tuple(out for out in outputs if out.text or out.image))


def _moment(moment: datetime | None) -> str:
    """``25-11-2026 pukul 10.42 WIB``; times without zone are UTC, as nbgrader stores them."""
    if moment is None:
        return ""
    moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(WIB)
    return f"{moment:%d-%m-%Y} pukul {moment:%H.%M} WIB"


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"number": number, "prose": _prose}
    return environment.get_template("page.html")


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).disable(["image", "link", "autolink"])


@lru_cache(maxsize=2048)
def _prose(text: str) -> Markup:
    """A message's light markup; HTML is off, so that it is shown, not obeyed."""
    return Markup(_markdown().render(text))

"""Slides of a module: data in ``course/guide/slaid/*.toml``, shown on the wall by a class and printed as PDF.

A slide holds one idea: a kind, a title, a little Markdown, and at most one figure at its side (one number, a few bars,
or the QR code of something to try). What the facilitator does and says with it is the step of the module's notes that
the slide names, so that slides and notes cannot tell two stories.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kpi_sim.errors import LabIkuError, UnknownNameError
from kpi_sim.units import NBSP
from workshop.agendas import Module, Step, modules
from workshop.paths import GUIDE
from workshop.wording import words

FOLDER = GUIDE / "slaid"
FEWEST, MOST = 6, 12  # slides of a module
MOST_WORDS = 60  # on one slide, title included; asumsi: what a room reads in half a minute
REQUIRED = ("pertanyaan", "kejutan", "contoh", "coba", "diskusi", "ringkasan")

# kind → (word above the title, icon)
KINDS: dict[str, tuple[str, str]] = {
    "pembuka": ("Modul", "target"),
    "pertanyaan": ("Pertanyaan", "circle-question-mark"),
    "kejutan": ("Kejutan", "lightbulb"),
    "gagasan": ("Gagasan", "info"),
    "contoh": ("Contoh hitungan", "table-2"),
    "coba": ("Coba", "sliders-horizontal"),
    "diskusi": ("Diskusi", "message-square-text"),
    "ringkasan": ("Ringkasan", "list-checks"),
}
_FIELDS = {"jenis", "judul", "isi", "angka", "arti", "batang", "sumber", "simulator", "latihan", "langkah"}
_DIGIT = re.compile(r"\d")


class SlideError(LabIkuError):
    """A slide file says something that no page can show."""

    what = "Slaid tidak dapat dibaca: {fault}"
    where = "Slaid ke-{nth} di course/guide/slaid/{file}."
    fix = "Perbaiki isian itu menurut docs/how-to/menulis-pelajaran.md, lalu jalankan: iku course check."


@dataclass(frozen=True)
class Bar:
    """One bar of a figure: its words, its length in percent of the longest, the value as written."""

    label: str
    width: float
    text: str
    strong: bool = False


@dataclass(frozen=True)
class Slide:
    """One slide; ``body`` is Markdown, ``step`` what the facilitator does and says with it."""

    kind: str
    title: str
    body: str = ""
    number: str = ""
    meaning: str = ""
    bars: tuple[Bar, ...] = ()
    source: str = ""
    simulator: str = ""
    exercise: str = ""
    step: Step | None = None

    @property
    def label(self) -> str:
        """The word above the title."""
        return KINDS[self.kind][0]

    @property
    def icon(self) -> str:
        """The icon beside that word."""
        return KINDS[self.kind][1]

    @property
    def link(self) -> str:
        """Where a phone goes to try it; empty when there is nothing to try."""
        if self.simulator:
            return f"/buka-simulator/{self.simulator}"
        return f"/latihan/{self.exercise}" if self.exercise else ""

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything that a room reads on it."""
        bars = (part for bar in self.bars for part in (bar.label, bar.text))
        shown = (self.title, self.body, self.number, self.meaning, *bars)
        return tuple(text for text in shown if text)


@dataclass(frozen=True)
class Deck:
    """The slides of one module in order."""

    module: Module
    slides: tuple[Slide, ...]


@functools.cache
def decks() -> dict[str, Deck]:
    """Module id -> its slides, in teaching order.

    Raises:
        SlideError: a slide has an unknown kind or field, or names a step that the notes do not have.
    """
    return {path.stem: _deck(path) for path in sorted(FOLDER.glob("M*.toml"))}


def load_deck(module_id: str) -> Deck:
    """The slides of a module.

    Raises:
        UnknownNameError: no module of this id has slides.
    """
    if module_id not in decks():
        raise UnknownNameError("Slaid modul", module_id, decks())
    return decks()[module_id]


def remarks_on(deck: Deck) -> Iterator[tuple[int, str, str]]:
    """What a deck lacks as (slide, rule, Indonesian words); slide 0 speaks of the whole deck."""
    if not FEWEST <= len(deck.slides) <= MOST:
        yield 0, "slide-count", f"{len(deck.slides)} slaid; sebuah modul memakai {FEWEST} sampai {MOST}."
    for kind in REQUIRED:
        if kind not in {slide.kind for slide in deck.slides}:
            yield 0, "slide-kind", f'Belum ada slaid "{kind}".'
    for nth, slide in enumerate(deck.slides, 1):
        text = " ".join(slide.texts)
        if words(text) > MOST_WORDS:
            yield nth, "slide-words", f"{words(text)} kata; satu slaid paling banyak {MOST_WORDS} kata."
        if slide.kind in ("kejutan", "contoh") and _DIGIT.search(text) and not slide.source:
            yield nth, "source", "Angka tanpa sumber."
        if slide.kind == "coba" and not slide.link:
            yield nth, "slide-try", "Slaid coba belum menyebut simulator atau latihan."


def _deck(path: Path) -> Deck:
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    module = modules()[path.stem]
    return Deck(module, tuple(_slide(item, nth, path, module) for nth, item in enumerate(raw["slaid"], 1)))


def _slide(item: Mapping[str, Any], nth: int, path: Path, module: Module) -> Slide:
    item = {name: _bound(value) for name, value in item.items()}
    unknown = sorted(set(item) - _FIELDS)
    if unknown:
        raise SlideError(fault=f'isian "{unknown[0]}" tidak dikenal.', nth=nth, file=path.name)
    for needed in ("jenis", "judul"):
        if needed not in item:
            raise SlideError(fault=f'isian "{needed}" belum ada.', nth=nth, file=path.name)
    if item["jenis"] not in KINDS:
        raise SlideError(fault=f'jenis "{item["jenis"]}" tidak ada.', nth=nth, file=path.name)
    step = item.get("langkah")
    if step is not None and not 1 <= step <= len(module.steps):
        raise SlideError(fault=f"langkah {step} tidak ada pada catatan modul.", nth=nth, file=path.name)
    return Slide(
        kind=item["jenis"],
        title=item["judul"],
        body=item.get("isi", "").strip(),
        number=item.get("angka", ""),
        meaning=item.get("arti", ""),
        bars=_bars(item.get("batang", [])),
        source=item.get("sumber", ""),
        simulator=item.get("simulator", ""),
        exercise=item.get("latihan", ""),
        step=module.steps[step - 1] if step else None,
    )


def _bound(value: Any) -> Any:
    """A text whose percent signs stay with their numbers."""
    return value.replace(" %", f"{NBSP}%") if isinstance(value, str) else value


def _bars(items: list[Mapping[str, Any]]) -> tuple[Bar, ...]:
    longest = max((item["nilai"] for item in items), default=1)
    return tuple(
        Bar(item["label"], 100 * item["nilai"] / longest, _bound(item["teks"]), bool(item.get("sorot")))
        for item in items
    )

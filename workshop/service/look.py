"""How pages are made: templates, icons, Markdown, fingerprinted static files."""

from __future__ import annotations

import functools
import hashlib
from decimal import Decimal
from pathlib import Path
from typing import Any

import jinja2
import nh3
import segno
import segno.helpers
from markdown_it import MarkdownIt
from markupsafe import Markup

from kpi_sim.units import format_number
from workshop import clock
from workshop.service import codes

HERE = Path(__file__).parent
OWN_STATIC = HERE / "static"

# status of a part → (mark, word, colour class); the shapes carry the meaning, colour only repeats it
STATES = {
    "correct": ("good", "Benar"),
    "close": ("warn", "Hampir"),
    "partial": ("warn", "Sebagian benar"),
    "wrong": ("bad", "Belum tepat"),
    "invalid": ("bad", "Belum terbaca"),
    "empty": ("none", "Belum diisi"),
    "manual": ("none", "Menunggu fasilitator"),
    "": ("none", "Belum diperiksa"),
}


def common_static() -> Path:
    """Folder of tokens.css, fonts and icons, shared with simulators and lessons."""
    import labui

    return Path(getattr(labui, "STATIC_DIR", Path(labui.__file__ or "").parent / "static"))


@functools.cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def markdown(text: str | None) -> Markup:
    """Markdown of exercises and lessons as safe HTML."""
    return Markup(nh3.clean(_markdown().render(text or "")))


def markdown_inline(text: str | None) -> Markup:
    """One line of Markdown without a paragraph around it."""
    return Markup(nh3.clean(_markdown().renderInline(text or "")))


@functools.lru_cache(maxsize=256)
def _fingerprint(path: Path, changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]


def asset(name: str) -> str:
    """Address of a file of ours (``aset/``) or of the common folder (``static/``), with its fingerprint."""
    area, _, rest = name.partition("/")
    path = (common_static() if area == "static" else OWN_STATIC) / rest
    return f"/{name}?v={_fingerprint(path, path.stat().st_mtime_ns)}"


def icon(name: str, label: str = "") -> Markup:
    """An icon of the sprite; without a label it is decoration."""
    kind = "mark" if name.startswith("mark-") else "i"
    said = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    return Markup('<svg class="{}" {}><use href="{}#{}"/></svg>').format(
        kind, said, asset("static/icons.svg"), name
    )


def mark(status: str) -> Markup:
    """The shape of a status, coloured by the class of its surroundings."""
    return icon("mark-" + STATES.get(status, STATES[""])[0])


def qr(address: str) -> Markup:
    """A QR code as inline SVG that takes the size of its box."""
    return Markup(
        segno.make(address, error="m", micro=False).svg_inline(
            border=2, omitsize=True, dark="#16202a", light="#ffffff", svgclass="qr", lineclass=None
        )
    )


def wifi_qr(name: str, password: str) -> Markup:
    """A QR code that joins a Wi-Fi network."""
    data = segno.helpers.make_wifi_data(name, password or None, "WPA" if password else "nopass")
    return qr(data)


def number(value: Any, decimals: int | None = None) -> str:
    """Indonesian number; whole points without decimals."""
    if isinstance(value, float):
        value = Decimal(str(round(value, 6)))
    return format_number(value, decimals)


@functools.cache
def environment() -> jinja2.Environment:
    """The templates, with everything escaped unless it says otherwise."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals.update(
        asset=asset,
        icon=icon,
        mark=mark,
        qr=qr,
        wifi_qr=wifi_qr,
        verdicts=STATES,
        grouped=codes.grouped,
        nbsp="\u00a0",
    )
    env.filters.update(
        markdown=markdown,
        markdown_inline=markdown_inline,
        number=number,
        time=clock.time_of_day,
        date=clock.long_date,
    )
    return env

"""Paper for the room: handouts, speaker's notes and agendas as A4 pages, written from their Markdown.

Only what these pages need is understood: headings, paragraphs, lists, tables and bold. Runs of underscores stay lines
to write on; a cell with nothing but a no-break space becomes a tall empty cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, HRFlowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from workshop.agendas import agenda_page, list_agendas, module_page, modules
from workshop.fonts import register
from workshop.paths import GUIDE
from workshop.progress import Told
from workshop.simulators import list_simulators
from workshop.simulators.sheets import activity_sheet

MARGIN = 18 * mm
INK, RULE, SUNK = colors.HexColor("#16202a"), colors.HexColor("#8f9296"), colors.HexColor("#eeebe3")
EMPTY_CELL = 10 * mm
MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_TO_WRITE_IN = "·" * 44
_MARKS = {"●": "[v]", "▲": "[~]", "◆": "[ ]"}  # the font of the page has no such signs


def handout_sources() -> dict[str, str]:
    """File stem -> Markdown of everything that can be printed for a class."""
    sources = {
        f"lembar-{path.stem}": path.read_text(encoding="utf-8")
        for path in sorted((GUIDE / "lembar").glob("*.md"))
    }
    sources |= {f"kegiatan-{found.id}": activity_sheet(found) for found in list_simulators()}
    sources |= {f"agenda-{agenda.id}": agenda_page(agenda) for agenda in list_agendas()}
    sources |= {f"catatan-{module.id}": module_page(module) for module in modules().values()}
    return sources


def write_handouts(folder: Path, names: Sequence[str] = (), *, told: Told | None = None) -> list[Path]:
    """Write these pages (all without names) as PDF files into ``folder``; returns the files.

    ``told`` hears after each page how many of how many are written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    chosen = {name: text for name, text in handout_sources().items() if not names or name in names}
    for done, (name, text) in enumerate(chosen.items(), 1):
        write_page(text, folder / f"{name}.pdf")
        if told:
            told(done, len(chosen))
    return [folder / f"{name}.pdf" for name in chosen]


def write_page(markdown: str, out: Path) -> int:
    """Write Markdown as an A4 PDF; returns its number of pages."""
    styles = paper_styles()
    tokens = MARKDOWN.parse(markdown)
    title = next((t.content for before, t in pairwise(tokens) if before.tag == "h1"), "Lab IKU")
    document = SimpleDocTemplate(
        str(out), pagesize=A4, title=title, author="Lab IKU", lang="id", invariant=1,
        leftMargin=MARGIN, rightMargin=MARGIN, topMargin=16 * mm, bottomMargin=16 * mm,
    )  # fmt: skip

    def foot(canvas: Any, doc: Any) -> None:
        canvas.setFont(styles["text"].fontName, 8.5)
        canvas.setFillColor(INK)
        canvas.drawString(MARGIN, 9 * mm, "Lab IKU · CC BY 4.0 · data contoh adalah data buatan")
        canvas.drawRightString(A4[0] - MARGIN, 9 * mm, f"Halaman {doc.page}")

    document.build(list(flowables(tokens, styles, A4[0] - 2 * MARGIN)), onFirstPage=foot, onLaterPages=foot)
    return int(document.page)


def paper_styles() -> dict[str, ParagraphStyle]:
    """The styles of an A4 page by the names that ``flowables`` asks for."""
    text, strong = register()
    base = ParagraphStyle("text", fontName=text, fontSize=10.5, leading=14.5, textColor=INK, spaceAfter=5)
    item = ParagraphStyle("item", parent=base, leftIndent=14, bulletIndent=0, spaceAfter=4)
    return {
        "text": base,
        "text_write": ParagraphStyle("text_write", parent=base, leading=21),
        "item": item,
        "item_write": ParagraphStyle("item_write", parent=item, leading=21),
        "h1": ParagraphStyle("h1", parent=base, fontName=strong, fontSize=19, leading=23, spaceAfter=7),
        "h2": ParagraphStyle("h2", parent=base, fontName=strong, fontSize=13, leading=17, spaceBefore=8, spaceAfter=4),
        "cell": ParagraphStyle("cell", parent=base, fontSize=9.5, leading=12, spaceAfter=0),
        "head": ParagraphStyle("head", parent=base, fontName=strong, fontSize=9.5, leading=12, spaceAfter=0),
    }  # fmt: skip


def flowables(tokens: list[Token], styles: dict[str, ParagraphStyle], width: float) -> Iterator[Flowable]:
    """What a page of this width (points) shows of Markdown tokens."""
    lists: list[int | None] = []  # number of the next item, None for bullets
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.type == "heading_open":
            yield Paragraph(_rich(tokens[at + 1]), styles["h1" if token.tag == "h1" else "h2"])
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(int(token.attrGet("start") or 1) if token.type.startswith("ordered") else None)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "table_open":
            end = next(i for i in range(at, len(tokens)) if tokens[i].type == "table_close")
            yield _table(tokens[at:end], styles, width)
            yield Spacer(1, 6)
            at = end
        elif token.type == "hr":
            yield HRFlowable(width="100%", thickness=0.7, color=RULE, spaceBefore=20, spaceAfter=4)
        elif token.type == "inline" and tokens[at - 1].type == "paragraph_open":
            yield _paragraph(token, lists, styles)
        at += 1


def _paragraph(token: Token, lists: list[int | None], styles: dict[str, ParagraphStyle]) -> Paragraph:
    to_write = "_write" if "___" in token.content else ""
    if not lists:
        return Paragraph(_rich(token), styles[f"text{to_write}"])
    number = lists[-1]
    if number is not None:
        lists[-1] = number + 1
    return Paragraph(
        _rich(token), styles[f"item{to_write}"], bulletText="•" if number is None else f"{number}."
    )


def _table(tokens: list[Token], styles: dict[str, ParagraphStyle], width: float) -> Table:
    rows: list[list[Paragraph]] = []
    heights: list[float | None] = []
    for at, token in enumerate(tokens):
        if token.type == "tr_open":
            rows.append([])
            heights.append(None)
        elif token.type == "inline":
            is_head = tokens[at - 1].type == "th_open"
            rows[-1].append(Paragraph(_rich(token), styles["head" if is_head else "cell"]))
            if not token.content.replace("&nbsp;", "").strip("\u00a0 "):
                heights[-1] = EMPTY_CELL
    frame = [
        ("GRID", (0, 0), (-1, -1), 0.6, RULE),
        ("BACKGROUND", (0, 0), (-1, 0), SUNK),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]
    widths = _widths(tokens, len(rows[0]), width)
    return Table(rows, colWidths=widths, rowHeights=heights, style=TableStyle(frame))


def _widths(tokens: list[Token], columns: int, width: float) -> list[float]:
    """Columns share the page by the length of their longest text; a column to write in counts as long."""
    cells = [
        token.content.replace("&nbsp;", _TO_WRITE_IN).replace("\u00a0", " ")
        for token in tokens
        if token.type == "inline"
    ]
    longest = [max(min(len(text), 60) for text in cells[column::columns]) + 4 for column in range(columns)]
    shares = [max(length / sum(longest), 0.5 / columns) for length in longest]
    return [width * share / sum(shares) for share in shares]


def _rich(token: Token) -> str:
    """Inline text in reportlab's mark-up: bold only; links become their text."""
    strong, out = register()[1], []
    for child in token.children or []:
        if child.type == "text" or child.type == "code_inline":
            out.append(_escape(child.content))
        elif child.type == "strong_open":
            out.append(f'<font name="{strong}">')
        elif child.type == "strong_close":
            out.append("</font>")
        elif child.type in ("softbreak", "hardbreak"):
            out.append(" ")
    return "".join(out)


def _escape(text: str) -> str:
    for sign, plain in _MARKS.items():
        text = text.replace(sign, plain)
    clean = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"_{3,}", lambda line: "_" * len(line[0]), clean)

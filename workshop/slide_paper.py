"""Slides as a PDF of A4 landscape pages, one slide a page: for print, and for a projector without a class."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reportlab.graphics.shapes import Drawing, Rect
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Frame, Paragraph, Spacer, Table, TableStyle

from workshop.fonts import register
from workshop.handouts import INK, MARKDOWN, flowables
from workshop.progress import Told
from workshop.slides import Bar, Deck, Slide, decks, load_deck

PAGE = landscape(A4)
EDGE = 18 * mm
WIDTH = PAGE[0] - 2 * EDGE
TOP, BOTTOM = PAGE[1] - 17 * mm, 24 * mm
PRIMARY, CHOSEN, PLAIN = (colors.HexColor(code) for code in ("#0b4a6f", "#0072b2", "#6b7178"))
BAR = (110 * mm, 9 * mm)  # the longest bar


def write_decks(folder: Path, modules: tuple[str, ...] = (), *, told: Told | None = None) -> list[Path]:
    """Write the slides of these modules (all without names) into ``folder``; returns the files.

    ``told`` hears after each module how many of how many are written.

    Raises:
        UnknownNameError: a module has no slides.
    """
    folder.mkdir(parents=True, exist_ok=True)
    chosen = [load_deck(name) for name in modules or decks()]
    written = []
    for deck in chosen:
        written.append(write_deck(deck, folder / f"slaid-{deck.module.id}.pdf"))
        if told:
            told(len(written), len(chosen))
    return written


def write_deck(deck: Deck, out: Path) -> Path:
    """Write one module's slides.

    Raises:
        ValueError: a slide does not fit its page (the author's mistake; a test holds every deck).
    """
    styles = _styles()
    canvas = Canvas(str(out), pagesize=PAGE, invariant=1, lang="id")
    canvas.setTitle(f"{deck.module.id} {deck.module.title}")
    canvas.setAuthor("Lab IKU")
    for nth, slide in enumerate(deck.slides, 1):
        _page(canvas, slide, f"{deck.module.id} · {nth} dari {len(deck.slides)}", styles)
        canvas.showPage()
    canvas.save()
    return out


def _page(canvas: Canvas, slide: Slide, place: str, styles: dict[str, ParagraphStyle]) -> None:
    frame = Frame(
        EDGE, BOTTOM, WIDTH, TOP - BOTTOM, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0
    )
    for part in _parts(slide, styles):
        if not frame.add(part, canvas):
            raise ValueError(f"slide {place} does not fit: {slide.title}")
    if slide.source:
        source = Paragraph(f"Sumber: {slide.source}", styles["source"])
        _, height = source.wrap(WIDTH - 45 * mm, BOTTOM)
        source.drawOn(canvas, EDGE, 19 * mm - height)
    canvas.setFont(styles["source"].fontName, 11)
    canvas.setFillColor(INK)
    canvas.drawRightString(PAGE[0] - EDGE, 9 * mm, f"Lab IKU · {place}")


def _parts(slide: Slide, styles: dict[str, ParagraphStyle]) -> Iterator[Flowable]:
    yield Paragraph(slide.label, styles["kind"])
    yield Paragraph(slide.title, styles["h1"])
    yield Spacer(1, 8 * mm)
    if slide.number:
        box = [Paragraph(slide.number, styles["number"]), Paragraph(slide.meaning, styles["meaning"])]
        left = list(flowables(MARKDOWN.parse(slide.body), styles, 0.62 * WIDTH))
        yield Table([[left, box]], colWidths=[0.66 * WIDTH, 0.34 * WIDTH], style=_SIDE)
    else:
        yield from flowables(MARKDOWN.parse(slide.body), styles, WIDTH)
    for bar in slide.bars:
        yield _bar(bar, styles)
    if slide.link:
        where = "Simulator" if slide.simulator else "Latihan"
        yield Paragraph(f"Di ponsel: Kelas saya, bagian {where}.", styles["text"])


_SIDE = TableStyle(
    [
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("LEFTPADDING", (0, 0), (0, 0), 0),
        ("LEFTPADDING", (1, 0), (1, 0), 16),
    ]
)


def _bar(bar: Bar, styles: dict[str, ParagraphStyle]) -> Table:
    drawn = Drawing(*BAR)
    colour = CHOSEN if bar.strong else PLAIN
    drawn.add(Rect(0, 0, max(bar.width, 0.5) / 100 * BAR[0], BAR[1], fillColor=colour, strokeColor=None))
    cells = [Paragraph(bar.label, styles["text"]), drawn, Paragraph(bar.text, styles["bar"])]
    return Table([cells], colWidths=[85 * mm, BAR[0] + 6 * mm, WIDTH - 91 * mm - BAR[0]], style=_SIDE)


def _styles() -> dict[str, ParagraphStyle]:
    text, strong = register()
    base = ParagraphStyle("text", fontName=text, fontSize=20, leading=26, textColor=INK, spaceAfter=8)
    item = ParagraphStyle(
        "item", parent=base, leftIndent=26, bulletIndent=0, bulletFontName=text, bulletFontSize=20
    )
    title = ParagraphStyle("h1", parent=base, fontName=strong, fontSize=29, leading=35)
    return {
        "text": base,
        "text_write": base,
        "item": item,
        "item_write": item,
        "h1": title,
        "h2": title,
        "kind": ParagraphStyle(
            "kind", parent=base, fontName=strong, fontSize=15, textColor=PRIMARY, spaceAfter=2
        ),
        "cell": ParagraphStyle("cell", parent=base, fontSize=17, leading=22, spaceAfter=0),
        "head": ParagraphStyle("head", parent=base, fontName=strong, fontSize=17, leading=22, spaceAfter=0),
        "bar": ParagraphStyle("bar", parent=base, fontName=strong),
        "number": ParagraphStyle(
            "number", parent=base, fontName=strong, fontSize=44, leading=50, textColor=PRIMARY
        ),
        "meaning": ParagraphStyle("meaning", parent=base, fontSize=17, leading=22),
        "source": ParagraphStyle("source", parent=base, fontSize=11, leading=13.5, spaceAfter=0),
    }

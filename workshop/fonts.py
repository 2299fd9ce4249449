"""The project's one font, cut to two static weights for PDF."""

from __future__ import annotations

import functools
import io
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

TEXT, STRONG = "SourceSans3", "SourceSans3-Semibold"


@functools.cache
def register() -> tuple[str, str]:
    """Names of the text and the strong face, known to reportlab from now on."""
    import labui
    from fontTools.ttLib import TTFont as Outline
    from fontTools.varLib.instancer import instantiateVariableFont

    folder = Path(labui.__file__ or "").parent / "static" / "fonts"
    source = folder / "source-sans-3-latin-wght-normal.woff2"
    for name, weight in ((TEXT, 400), (STRONG, 650)):
        cut = instantiateVariableFont(Outline(source), {"wght": weight})
        cut.flavor = None
        for kind in (1, 4, 6):  # family, full and PostScript name: two weights must not share them
            cut["name"].setName(name, kind, 3, 1, 0x409)
        file = io.BytesIO()
        cut.save(file)
        file.seek(0)
        pdfmetrics.registerFont(TTFont(name, file))
    return TEXT, STRONG

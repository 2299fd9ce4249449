"""The printed certificate: A4 landscape, one blue rule, no ornament; prints in grey."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import segno
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from workshop.certificates import Certificate, Signer
from workshop.fonts import register

WIDTH, HEIGHT = landscape(A4)
MARGIN = 18 * mm
INK, SOFT, BLUE = HexColor("#16202a"), HexColor("#545c65"), HexColor("#0b4a6f")


def certificates_pdf(certificates: Sequence[Certificate]) -> bytes:
    """One page for each certificate."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), lang="id")
    canvas.setTitle("Sertifikat Lab IKU")
    canvas.setAuthor("Lab IKU")
    for certificate in certificates:
        _page(canvas, certificate)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _page(canvas: Any, certificate: Certificate) -> None:
    text, strong = register()
    facts = certificate.facts
    canvas.setFillColor(BLUE)
    canvas.rect(0, HEIGHT - 3 * mm, WIDTH, 3 * mm, stroke=0, fill=1)
    middle, y = WIDTH / 2, HEIGHT - 34 * mm
    if facts.organiser:
        _centred(canvas, facts.organiser, text, 13, middle, HEIGHT - 20 * mm, SOFT)
    _centred(canvas, "Sertifikat", strong, 30, middle, y, BLUE)
    _centred(canvas, f"Nomor {certificate.number_text}", text, 12, middle, y - 9 * mm, SOFT)
    _centred(canvas, "diberikan kepada", text, 14, middle, y - 24 * mm, INK)
    size = _fitting(certificate.name, strong, 38, WIDTH - 2 * MARGIN, canvas)
    _centred(canvas, certificate.name, strong, size, middle, y - 41 * mm, INK)
    _centred(canvas, "atas keikutsertaan dalam pelatihan", text, 14, middle, y - 55 * mm, INK)
    lines = simpleSplit(facts.title, strong, 20, WIDTH - 4 * MARGIN)[:2]
    for place, line in enumerate(lines):
        _centred(canvas, line, strong, 20, middle, y - 67 * mm - place * 9 * mm, INK)
    y -= 67 * mm + (len(lines) - 1) * 9 * mm
    amount = f"{facts.jp} JP (satu JP 45 menit)" if facts.jp else ""
    met = " · ".join(part for part in (amount, facts.objectives) if part)
    for place, line in enumerate(simpleSplit(met, text, 12, WIDTH - 3 * MARGIN)[:2]):
        _centred(canvas, line, text, 12, middle, y - 11 * mm - place * 6 * mm, SOFT)
    _signatures(canvas, certificate)
    _proof(canvas, certificate)


def _centred(canvas: Any, words: str, font: str, size: float, x: float, y: float, colour: Any) -> None:
    canvas.setFillColor(colour)
    canvas.setFont(font, size)
    canvas.drawCentredString(x, y, words)


def _fitting(words: str, font: str, size: float, space: float, canvas: Any) -> float:
    while size > 16 and canvas.stringWidth(words, font, size) > space:
        size -= 1
    return size


def _signatures(canvas: Any, certificate: Certificate) -> None:
    text, strong = register()
    facts = certificate.facts
    signers = [signer for signer in facts.signers if signer.name or signer.office] or [Signer("Fasilitator")]
    right, top, wide = WIDTH - MARGIN, 58 * mm, 70 * mm
    columns = [right - wide * (len(signers) - place) for place in range(len(signers))]
    canvas.setFillColor(INK)
    canvas.setFont(text, 11)
    canvas.drawString(
        columns[-1], top + 6 * mm, ", ".join(part for part in (facts.place, facts.date) if part)
    )
    for x, signer in zip(columns, signers, strict=True):
        canvas.setFont(text, 11)
        canvas.drawString(x, top, signer.office)
        canvas.setFont(strong, 11)
        canvas.drawString(x, top - 26 * mm, signer.name)
        canvas.setLineWidth(0.6)
        canvas.line(x, top - 27.5 * mm, x + wide - 8 * mm, top - 27.5 * mm)
        canvas.setFont(text, 10)
        canvas.drawString(x, top - 32 * mm, f"NIP {signer.nip}" if signer.nip else "")


def _proof(canvas: Any, certificate: Certificate) -> None:
    text, strong = register()
    code = f"{certificate.code[:5]} {certificate.code[5:]}"
    matrix = segno.make(
        f"Sertifikat {certificate.number_text}; {certificate.name}; kode {code}", micro=False
    ).matrix
    side, left, bottom = 24 * mm, MARGIN, 20 * mm
    cell = side / len(matrix)
    canvas.setFillColor(INK)
    for row, values in enumerate(matrix):
        for column, dark in enumerate(values):
            if dark:
                canvas.rect(
                    left + column * cell, bottom + side - (row + 1) * cell, cell, cell, stroke=0, fill=1
                )
    canvas.setFont(text, 9)
    canvas.setFillColor(SOFT)
    canvas.drawString(left + side + 4 * mm, bottom + 8 * mm, "Kode pemeriksaan")
    canvas.setFillColor(INK)
    canvas.setFont(strong, 12)
    canvas.drawString(left + side + 4 * mm, bottom + 2 * mm, code)

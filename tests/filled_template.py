"""A template filled in as a person does it: by the titles of its columns, from the good cards of ``cards.py``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cards import GOOD
from openpyxl import load_workbook

from workshop.workbook import write_template
from workshop.workbook.template import CONTRACT, HEAD_ROW, MEASURED

WEIGHTS = {"G1": 20, "G2": 20, "G3": 20, "G4": 20, "G5": 10, "G6": 10}
# realisations by quarter; typed as people type them
REPORTED = {
    "G1": ["0,50"],
    "G2": [88, 90, 91],
    "G3": ["91,5 %"],
    "G4": [8, 8, 7.5, 7],
    "G5": [80],
    "G6": ["-"],
}


def put(file: Path, sheet: str, row: int, title: str, value: object) -> None:
    """Write one cell by the title of its column."""
    book = load_workbook(file)
    heads = [cell.value for cell in book[sheet][HEAD_ROW]]
    book[sheet].cell(row, heads.index(title) + 1, value)
    book.save(file)


def fill(file: Path, *, reported: Mapping[str, list[object]] = REPORTED, weights=WEIGHTS) -> Path:
    """The template with the six good cards from row 7 on (rows 5 and 6 are its examples)."""
    write_template(file, year=2026)
    book = load_workbook(file)
    contract, measured = book[CONTRACT], book[MEASURED]
    heads = [cell.value for cell in contract[HEAD_ROW]]
    for number, (key, card) in enumerate(GOOD.items()):
        for title, value in (card.to_row() | {"No": number + 1, "Bobot": weights.get(key)}).items():
            if title in heads:
                contract.cell(7 + number, heads.index(title) + 1, value)
        measured.cell(7 + number, 2, card.name)
        for quarter, value in enumerate(reported.get(key, [])):
            measured.cell(7 + number, 4 + 2 * quarter, value)
    book.save(file)
    return file

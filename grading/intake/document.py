"""Bytes of a notebook to its cells, without ever holding its outputs.

A notebook with 100 MB of output is common after an endless ``print``; its answers are a few kilobytes. So outputs and
attachments are cut out of the text before it is parsed.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from grading.intake.errors import Rejected

LARGEST_TEXT = 30 * 1024 * 1024  # characters left without outputs
LARGEST_CELL = 1_000_000
MOST_CELLS = 20_000
_MOST_TOKENS = 4_000_000
_MOST_BRACKETS = 1_500_000
_DEEPEST = 200
_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}\[\]]', re.S)
_DROPPED = ('"outputs"', '"attachments"')
_VALUE = re.compile(r"\s*:\s*(?=[\[{])")
_CELL_DEPTH = 3  # notebook {, cells [, cell {


@dataclass(frozen=True)
class Cell:
    """One cell as handed in."""

    kind: str
    source: str
    marks: dict[str, Any]  # nbgrader's metadata, or what passes for it

    @property
    def grade_id(self) -> str:
        """nbgrader's name of the cell, "" where there is none."""
        name = self.marks.get("grade_id")
        return name if type(name) is str else ""


def read_cells(content: bytes) -> tuple[list[Cell], str, list[str]]:
    """The cells of a notebook, the variant that it names ("" for none), and what had to be mended to read them.

    Raises ``Rejected`` where it is no notebook.
    """
    text, mended = _decoded(content)
    text = without_outputs(text)
    if len(text) > LARGEST_TEXT:
        raise Rejected("isinya terlalu besar")
    if text.count("[") + text.count("{") > _MOST_BRACKETS:
        raise Rejected("isinya terlalu banyak bersusun")
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise Rejected("isinya terpotong atau bukan notebook") from None
    return _cells(document), _variant(document), mended


def _decoded(content: bytes) -> tuple[str, list[str]]:
    """Text of the file, whatever editor saved it."""
    if not content.strip(b"\0 \t\r\n"):
        raise Rejected("berkasnya kosong")
    encoding, mended = "utf-8-sig", []
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif content[1:2] == b"\0":
        encoding = "utf-16-le"
    elif content[:1] == b"\0":
        encoding = "utf-16-be"
    if encoding != "utf-8-sig":
        mended.append("Berkasnya tersimpan sebagai UTF-16; tetap terbaca.")
    try:
        return content.decode(encoding), mended
    except UnicodeDecodeError:
        if encoding != "utf-8-sig":
            raise Rejected("hurufnya tidak dapat dibaca") from None
    return content.decode("cp1252", "replace"), [
        "Berkasnya tersimpan dengan sandi huruf lama; tetap terbaca."
    ]


def without_outputs(text: str) -> str:
    """The JSON text with every cell's outputs and attachments emptied; broken JSON stays broken."""
    kept: list[str] = []
    start = 0
    for begin, end in _output_spans(text):
        kept += [text[start:begin], "[]"]
        start = end
    return "".join([*kept, text[start:]])


def _output_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the values of outputs stand, found in one pass over strings and brackets."""
    depth, dropped_from, dropped_depth, in_list = 0, -1, 0, False
    for count, found in enumerate(_TOKEN.finditer(text)):
        if count > _MOST_TOKENS:
            raise Rejected("isinya terlalu banyak")
        sign = found[0]
        if sign in "[{":
            depth += 1
            if depth == _CELL_DEPTH - 1:
                in_list = sign == "["  # of cells; not what stands as deep in the notebook's metadata
            if depth > _DEEPEST and dropped_from < 0:
                raise Rejected("susunannya terlalu dalam")
        elif sign in "]}":
            depth -= 1
            if dropped_from >= 0 and depth == dropped_depth:
                yield dropped_from, found.end()
                dropped_from = -1
        elif dropped_from < 0 and depth == _CELL_DEPTH and in_list and sign in _DROPPED:
            value = _VALUE.match(text, found.end())
            if value:
                dropped_from, dropped_depth = value.end(), depth


def _variant(document: Any) -> str:
    """The variant in the notebook's metadata, as our own notebooks carry it."""
    metadata = document.get("metadata")
    own = metadata.get("lab_iku") if type(metadata) is dict else None
    named = own.get("variant") if type(own) is dict else None
    return named if type(named) is str else ""


def _cells(document: Any) -> list[Cell]:
    if type(document) is not dict:
        raise Rejected("isinya bukan notebook")
    cells = document.get("cells")
    if cells is None and type(document.get("worksheets")) is list:  # format of before 2015
        sheets = [sheet.get("cells") for sheet in document["worksheets"] if type(sheet) is dict]
        cells = [cell for found in sheets if type(found) is list for cell in found]
    if type(cells) is not list:
        raise Rejected("isinya bukan notebook")
    if len(cells) > MOST_CELLS:
        raise Rejected(f"selnya lebih dari {MOST_CELLS}")
    return [_cell(cell) for cell in cells if type(cell) is dict]


def _cell(cell: dict[str, Any]) -> Cell:
    source = cell.get("source", cell.get("input", ""))
    if type(source) is list:
        source = "".join(line for line in source if type(line) is str)
    metadata = cell.get("metadata")
    marks = metadata.get("nbgrader") if type(metadata) is dict else None
    kind = cell.get("cell_type")
    return Cell(
        kind=kind if kind in ("code", "markdown", "raw") else "raw",
        source=_writable(source)[:LARGEST_CELL] if type(source) is str else "",
        marks=marks if type(marks) is dict else {},
    )


def _writable(text: str) -> str:
    """Text without halves of characters, which no file could hold."""
    return text.encode("utf-8", "replace").decode("utf-8")

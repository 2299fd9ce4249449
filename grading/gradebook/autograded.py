"""The notebooks in ``autograded/`` that formgrader shows: the instructor's text with the trainee's answers in it.

Built from results, not by running anything. Neither key nor hidden tests stand in them, so no feedback made from
them can leak; what trainees wrote and printed cannot act in the facilitator's browser.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from grading.gradebook.source import NotebookSource, SourceCell, marks_of, text_of

LARGEST_OUTPUT = 10_000  # characters kept of one text that a cell printed
MOST_OUTPUTS = 20
SAFE_DATA = ("text/plain", "image/png")
HIDDEN = re.compile(r"^[^\n]*BEGIN HIDDEN TESTS.*?END HIDDEN TESTS[^\n]*\n?", re.M | re.S)
TAG = re.compile(r"<(?=[A-Za-z/!?])")
SCRIPT_LINK = re.compile(r"(?:javascript|vbscript|data)\s*:", re.I)


def autograded_notebook(
    source: NotebookSource, answers: Mapping[str, str], outputs: Mapping[str, Sequence[Mapping[str, Any]]]
) -> bytes:
    """The document for formgrader: grade id → answer text and outputs put into the instructor's notebook."""
    named = {cell.name: cell for cell in source.cells}
    cells = [_cell(cell, named, answers, outputs) for cell in source.document["cells"]]
    return json.dumps({**source.document, "cells": cells}, ensure_ascii=False).encode()


def _cell(
    original: Mapping[str, Any],
    named: Mapping[str, SourceCell],
    answers: Mapping[str, str],
    outputs: Mapping[str, Sequence[Mapping[str, Any]]],
) -> dict[str, Any]:
    name = str(marks_of(original).get("grade_id", ""))
    if name in named and (named[name].solution or named[name].task):
        text = answers.get(name, named[name].starter)
        text = _inert(text) if original["cell_type"] == "markdown" else text
    else:
        text = HIDDEN.sub("", text_of(original))
    cell = {**original, "source": text}
    if cell["cell_type"] == "code":
        shown = [safe for out in list(outputs.get(name, ()))[:MOST_OUTPUTS] if (safe := _safe(out))]
        cell |= {"outputs": shown, "execution_count": None}
    return cell


def _inert(text: str) -> str:
    """Markdown in which HTML is shown instead of obeyed."""
    return SCRIPT_LINK.sub(lambda found: found[0].replace(":", "&#58;"), TAG.sub("&lt;", text))


def as_written(text: str) -> str:
    """The Markdown of a trainee as it was typed, from what :func:`autograded_notebook` made of it."""
    return text.replace("&lt;", "<").replace("&#58;", ":")


def _safe(output: Mapping[str, Any]) -> dict[str, Any] | None:
    """An output without anything that a browser would obey, capped; ``None`` when nothing is left."""
    kind = output.get("output_type")
    if kind == "stream":
        return {"output_type": "stream", "name": "stdout", "text": _capped(output.get("text", ""))}
    if kind == "error":
        text = f"{output.get('ename', '')}: {output.get('evalue', '')}"
        return {"output_type": "stream", "name": "stdout", "text": _capped(text)}
    data = {key: _capped(value) for key, value in (output.get("data") or {}).items() if key in SAFE_DATA}
    if not data:
        return None
    return {"output_type": "display_data", "data": data, "metadata": {}}


def _capped(text: Any) -> str:
    whole = "".join(text) if isinstance(text, list) else str(text)
    # A picture is useless when cut; the room has capped it already.
    if len(whole) <= LARGEST_OUTPUT or whole.startswith("iVBOR"):
        return whole
    return whole[:LARGEST_OUTPUT] + "\n… (dipotong)"


def write_autograded(course: Path, participant: str, exercise: str, notebooks: Mapping[str, bytes]) -> None:
    """Put the notebooks into ``autograded/<participant>/<exercise>/``."""
    replace_folder(course / "autograded" / participant / exercise, notebooks)


def replace_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Let ``folder`` hold these files and no others; a reader of a file sees the old one or the new one, whole."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        draft = folder / f".{name}.{os.getpid()}"
        draft.write_bytes(content)
        draft.replace(folder / name)
    for stale in (path for path in folder.iterdir() if path.name not in files):
        shutil.rmtree(stale) if stale.is_dir() and not stale.is_symlink() else stale.unlink()

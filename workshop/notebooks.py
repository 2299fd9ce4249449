"""Normal form of the course's notebooks: one spelling of each, so that a diff shows what a person changed.

In normal form a notebook has readable cell ids, one kernel, tags as the only cell metadata, and outputs only
where they are compared: code cells without the tag ``nbval-ignore-output``. Nothing is counted: ``execution_count``
is 1 for every compared cell (nbval takes a cell without one for unrun and does not compare it) and null elsewhere.
"""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from kpi_sim.errors import LabIkuError
from workshop.paths import APPS

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
NOT_COMPARED = "nbval-ignore-output"
COMPARED = 1
HIDDEN_OUTPUT = "hasil-tertutup"  # readers commit a prediction before they open the result
NOTEBOOK_ONLY = "hanya-notebook"  # left out of the page for phones
TAGS = {NOT_COMPARED, "raises-exception", "coba-sendiri", HIDDEN_OUTPUT, NOTEBOOK_ONLY}
MOST_LINES = 12
_CELL_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_DRAWN = ("image/png", "image/svg+xml")


class CellFailedError(LabIkuError):
    """A notebook stopped at a cell."""

    cell: str
    what = "Notebook berhenti: {reason}."
    where = 'Sel "{cell}".'
    fix = "Perbaiki sel itu, lalu jalankan lagi. Berkasnya tidak diubah."


def read_notebook(path: Path) -> NotebookNode:
    """The notebook at ``path`` as nbformat 4.5; unknown cell ids stay as they are."""
    return nbformat.read(path, as_version=4)


def normal_form(notebook: NotebookNode) -> str:
    """The notebook's text in normal form (JSON, indent 1, sorted keys, one line feed at the end)."""
    kept: dict[str, Any] = {
        "cells": [_cell(cell) for cell in notebook.cells],
        "metadata": {"kernelspec": KERNEL, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    if own := notebook.metadata.get("lab_iku"):
        kept["metadata"]["lab_iku"] = own
    return json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def faults(path: Path) -> list[str]:
    """What keeps the notebook at ``path`` from being fit for the course; empty when all is well (Indonesian)."""
    text = path.read_text(encoding="utf-8")
    notebook = read_notebook(path)
    found = list(_cell_faults(notebook, is_app=path.parent.name == APPS.name))
    if text != normal_form(notebook):
        found.append("Bentuknya belum baku. Jalankan: iku lesson format " + path.name)
    return found


def run_notebook(notebook: NotebookNode, folder: Path, *, timeout: int = 120) -> NotebookNode:
    """A copy of ``notebook`` with the outputs of a clean kernel started in ``folder``.

    Raises:
        CellFailedError: a cell failed that was not meant to, took longer than ``timeout`` seconds, or killed
            the kernel; the cause is the error of nbclient, with its traceback.
    """
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient
    from nbclient.exceptions import CellControlSignal, CellExecutionError, DeadKernelError

    copy: NotebookNode = nbformat.from_dict(json.loads(json.dumps(notebook)))
    reached = {"cell": "belum ada"}

    def note(cell: NotebookNode, cell_index: int) -> None:
        reached["cell"] = cell.get("id", str(cell_index))

    with tempfile.TemporaryDirectory(
        prefix="lab-iku-"
    ) as private:  # sockets in it: no port for others to reach
        file = str(Path(private) / "kernel.json")
        kernel = AsyncKernelManager(kernel_name="python3", transport="ipc", connection_file=file)
        place = {"metadata": {"path": str(folder)}}
        client = NotebookClient(
            copy, km=kernel, timeout=timeout, resources=place, on_cell_execute=note, coalesce_streams=True
        )  # one printed text a cell, however the kernel happened to flush it
        try:
            # faults of cells come as messages; what a kernel that is interrupted writes is nothing for a log
            asyncio.run(client.async_execute(cleanup_kc=True, stderr=subprocess.DEVNULL))
        except CellExecutionError as error:
            raise CellFailedError(reason=f"{error.ename}: {error.evalue}", **reached) from error
        except (CellControlSignal, DeadKernelError, RuntimeError) as error:
            reason = (
                "kernel berhenti"
                if isinstance(error, DeadKernelError)
                else f"tidak selesai dalam {timeout} detik"
            )
            raise CellFailedError(reason=reason, **reached) from error
    return copy


def _cell(cell: NotebookNode) -> dict[str, Any]:
    tags = sorted(cell.metadata.get("tags", []))
    kept: dict[str, Any] = {
        "cell_type": cell.cell_type,
        "id": cell.get("id", ""),
        "metadata": {"tags": tags} if tags else {},
        "source": _lines("\n".join(line.rstrip() for line in cell.source.strip("\n").split("\n"))),
    }
    if cell.cell_type == "code":
        compared = NOT_COMPARED not in tags
        kept["execution_count"] = COMPARED if compared else None
        kept["outputs"] = [_output(output) for output in cell.outputs] if compared else []
    return kept


def _output(output: NotebookNode) -> dict[str, Any]:
    if output.output_type == "stream":
        return {"name": output.name, "output_type": "stream", "text": _lines(output.text)}
    kept: dict[str, Any] = {"output_type": output.output_type}
    if output.output_type == "error":
        return kept | {"ename": output.ename, "evalue": output.evalue, "traceback": []}
    if output.output_type == "execute_result":
        kept["execution_count"] = COMPARED
    return kept | {"data": {kind: _lines(data) for kind, data in output.data.items()}, "metadata": {}}


def _lines(text: Any) -> Any:
    return text.splitlines(keepends=True) if isinstance(text, str) else text


def _cell_faults(notebook: NotebookNode, *, is_app: bool) -> Iterator[str]:
    """Faults cell by cell; an app is a title, an import and one call, so its cells need no words of their own."""
    ids = [cell.get("id", "") for cell in notebook.cells]
    for nth, cell in enumerate(notebook.cells):
        name = f'Sel "{ids[nth]}" (ke-{nth + 1})'
        if not _CELL_ID.fullmatch(ids[nth]):
            yield f"{name}: beri id yang terbaca, misalnya tebakan-loket."
        for tag in set(cell.metadata.get("tags", [])) - TAGS:
            yield f'{name}: tanda "{tag}" tidak dikenal.'
        if cell.cell_type == "code":
            if not is_app and (nth == 0 or notebook.cells[nth - 1].cell_type != "markdown"):
                yield f"{name}: tulis dahulu satu sel teks tentang apa yang perlu dilihat."
            yield from _code_faults(cell, name)


def _code_faults(cell: NotebookNode, name: str) -> Iterator[str]:
    tags = cell.metadata.get("tags", [])
    if (lines := len(cell.source.splitlines())) > MOST_LINES:
        yield f"{name}: {lines} baris, paling banyak {MOST_LINES}. Pindahkan isinya ke paket."
    if re.search(r"^\s*[!%]|\bpip install\b", cell.source, re.M):
        yield f"{name}: tanpa perintah pemasangan atau perintah sistem."
    drawn = any(kind in output.get("data", {}) for output in cell.outputs for kind in _DRAWN)
    if drawn and NOT_COMPARED not in tags:
        yield f'{name}: gambar tidak dibandingkan, beri tanda "{NOT_COMPARED}".'
    if not cell.outputs and NOT_COMPARED not in tags and re.search(r"^print\(", cell.source, re.M):
        yield f"{name}: keluarannya belum disimpan. Jalankan: iku lesson format --run"

"""What in an nbgrader notebook the engine cannot test across the wall of a room, told per cell before anybody answers.

A test may read plain values and call functions of the trainee. It cannot look into them: no ``isinstance`` with the
trainee's own classes, no source text, no IPython history. Such a test gives no points to anybody (fail closed), so its
author should know beforehand.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from grading.intake.matching import expected_cells
from grading.testcells.names import bound_names, classes, parsed

_HISTORY = ("In", "Out", "_", "__", "___", "_i", "_ii", "_iii", "_ih", "_oh", "get_ipython")
_INSPECTORS = ("inspect", "dis")
_INNER = ("__code__", "__closure__", "__doc__", "__annotations__", "__defaults__", "__dict__", "__wrapped__")
_WHOLE_SPACE = ("globals", "locals", "vars", "dir", "eval", "exec")

_SAID = {
    "class": 'Uji memakai kelas "{name}" milik peserta; objek kelas tidak menyeberang dari ruang penilaian.',
    "history": 'Uji memakai "{name}" dari IPython; riwayat sel peserta tidak terlihat.',
    "source": 'Uji membaca isi fungsi "{name}"; hanya nilai dan pemanggilan yang dapat diuji.',
    "space": "Uji memakai {name}(); nama peserta harus disebut langsung.",
    "argument": 'Uji menyerahkan fungsi kepada "{name}"; hanya nilai biasa yang dapat menjadi argumen.',
    "stand-in": 'Uji mengganti "{name}" dengan fungsi pengganti; peserta tidak dapat memanggilnya.',
    "shown": 'Baris terakhir uji menampilkan hasil "{name}"; bila berupa angka, itu menjadi nilai sebagian.',
    "syntax": "Uji ini bukan Python yang dapat dibaca, sehingga tidak diperiksa.",
}


@dataclass(frozen=True)
class LintFinding:
    """One thing that a test cannot do; ``line`` counts inside the cell, from 1."""

    cell: str
    line: int
    kind: str
    message: str


def lint(source: Mapping[str, Any]) -> list[LintFinding]:
    """What in the test cells of an instructor's notebook will not work across the wall, in order."""
    trainees: set[str] = set()
    kinds: set[str] = set()
    found: list[LintFinding] = []
    for cell in expected_cells(source):
        if cell.kind != "code":
            continue
        if cell.solution:
            trainees |= bound_names(cell.source)
            kinds |= classes(cell.source)
        elif cell.test:
            tree = parsed(cell.source)
            faults = [(1, "syntax", "")] if tree is None else sorted(set(_faults(tree, trainees, kinds)))
            found += [
                LintFinding(cell.name, line, kind, _SAID[kind].format(name=name))
                for line, kind, name in faults
            ]
    return found


def _faults(tree: ast.Module, trainees: set[str], kinds: set[str]) -> Iterator[tuple[int, str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            if node.id in kinds:
                yield node.lineno, "class", node.id
            elif node.id in _HISTORY:
                yield node.lineno, "history", node.id
        elif isinstance(node, ast.Attribute) and node.attr in _INNER and _name(node.value) in trainees:
            yield node.lineno, "source", _name(node.value)
        elif isinstance(node, ast.FunctionDef) and node.name in trainees:
            yield node.lineno, "stand-in", node.name
        elif isinstance(node, ast.Call):
            yield from _call_faults(node, trainees)
    last = tree.body[-1] if tree.body else None
    if isinstance(last, ast.Expr) and isinstance(last.value, ast.Call) and _name(last.value.func) in trainees:
        yield last.lineno, "shown", _name(last.value.func)


def _call_faults(node: ast.Call, trainees: set[str]) -> Iterator[tuple[int, str, str]]:
    name = _name(node.func)
    given = [*node.args, *(keyword.value for keyword in node.keywords)]
    if name in _WHOLE_SPACE:
        yield node.lineno, "space", name
    elif isinstance(node.func, ast.Attribute) and _name(node.func.value) in _INSPECTORS:
        for argument in given:
            if _name(argument) in trainees:
                yield node.lineno, "source", _name(argument)
    elif name in trainees and any(isinstance(argument, ast.Lambda) for argument in given):
        yield node.lineno, "argument", name


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else ""

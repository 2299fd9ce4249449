"""The floor under any grader: the same cells in one warm process, nothing between them and the next hand-in.

Run by ``grading.py`` as ``python benchmarks/bare.py COURSE ASSIGNMENT exec|ipython``; prints JSON. No room, no
gradebook, no feedback, no time limit: a cell of one hand-in could change the score of the next. ``exec`` runs the text
of cells and draws nothing; ``ipython`` runs them as a kernel does, pictures included. Only cells are timed: what
imports, reading and a clean namespace cost is left out.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

Runner = Callable[[str], bool]


def cells_of(course: Path, name: str, who: Path) -> list[tuple[str, float]]:
    """(text, points) of code cells in order: the hand-in's answers, the instructor's tests and locked cells."""
    whole = json.loads((course / "source" / name / f"{name}.ipynb").read_text())
    handed_in = json.loads((who / name / f"{name}.ipynb").read_text())
    answers = {cell["id"]: cell["source"] for cell in handed_in["cells"]}
    cells = []
    for cell in whole["cells"]:
        mark = cell["metadata"].get("nbgrader", {})
        if cell["cell_type"] == "code":
            text = answers[cell["id"]] if mark.get("solution") else cell["source"]
            cells.append((text, float(mark.get("points") or 0)))
    return cells


def by_exec() -> Runner:
    """Cells as plain text of a program, in a namespace of their own."""
    space: dict[str, Any] = {}

    def run(text: str) -> bool:
        try:
            exec(compile(text, "<sel>", "exec"), space)  # noqa: S102 - to run what was handed in is the point
        except Exception:
            return False
        return True

    return run


@cache
def _shell() -> Any:
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    class Shell(InteractiveShell):
        def enable_gui(self, gui: Any = None) -> None:
            pass

    config = Config()
    config.HistoryManager.enabled = False
    shell = Shell.instance(config=config)
    shell.run_line_magic("matplotlib", "inline")
    return shell


def by_ipython() -> Runner:
    """Cells as a kernel runs them; figures are drawn at the end of a cell, and what is shown goes nowhere."""
    shell = _shell()
    shell.reset(new_session=True)

    def run(text: str) -> bool:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            return bool(shell.run_cell(text, store_history=False).success)

    return run


def measure(course: Path, name: str, kind: str) -> dict[str, Any]:
    """Time of all hand-ins' cells, and the score of each."""
    import matplotlib.pyplot as plt
    import pandas  # noqa: F401

    make = {"exec": by_exec, "ipython": by_ipython}[kind]
    everybody = sorted((course / "submitted").iterdir())
    seconds = processor = 0.0
    scores = {}
    for turn, who in enumerate([everybody[0], *everybody]):  # the first goes twice: once to warm up
        cells, run = cells_of(course, name, who), make()
        begun, used = time.perf_counter(), time.process_time()
        scores[who.name] = sum([points for text, points in cells if run(text)])
        took, worked = time.perf_counter() - begun, time.process_time() - used
        plt.close("all")
        if turn:
            seconds, processor = seconds + took, processor + worked
    return {"seconds": seconds, "processor_seconds": processor, "scores": scores}


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), *sys.argv[2:])))

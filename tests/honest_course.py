"""A small nbgrader course with honest submissions, right and wrong: what stock nbgrader and ours must grade alike."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

ASSIGNMENT = "rekap"

SETUP = """import pandas as pd
register = pd.DataFrame({"loket": ["A", "B", "A", "C"], "hari": [2, 5, 4, 9]})"""

# name of the solution cell → (instructor's text, test cells: name, points, text)
TASKS: dict[str, tuple[str, list[tuple[str, float, str]]]] = {
    "jumlah": (
        "jumlah = int(register['hari'].sum())",
        [("uji_jumlah", 2, "assert jumlah == 20")],
    ),
    "tambah": (
        "def tambah(daftar, nilai):\n    return [*daftar, nilai]",
        [
            ("uji_tambah", 1, "assert tambah([1], 2) == [1, 2]"),
            ("uji_tetap", 1, "asli = [1, 2]\ntambah(asli, 3)\nassert asli == [1, 2], 'daftar asli berubah'"),
        ],
    ),
    "per_loket": (
        "def per_loket(tabel):\n    return tabel.groupby('loket', as_index=False)['hari'].mean()",
        [
            (
                "uji_loket",
                2,
                "hasil = per_loket(register)\nassert list(hasil['loket']) == ['A', 'B', 'C']\n"
                "### BEGIN HIDDEN TESTS\n"
                "pd.testing.assert_frame_equal(hasil, register.groupby('loket', as_index=False)['hari'].mean())\n"
                "### END HIDDEN TESTS",
            )
        ],
    ),
    "gambar": (
        "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\n"
        "ax.bar(register['loket'], register['hari'])\nax.set_title('Hari per loket')",
        [("uji_gambar", 1, "assert ax.get_title() == 'Hari per loket'\nassert len(ax.patches) == 4")],
    ),
    "sapa": (
        "def sapa(nama):\n    print('Selamat pagi,', nama)",
        [
            (
                "uji_sapa",
                1,
                "import contextlib, io\nwith contextlib.redirect_stdout(io.StringIO()) as kata:\n    sapa('Sari')\n"
                "assert kata.getvalue() == 'Selamat pagi, Sari\\n'",
            )
        ],
    ),
    "rata": (
        "def rata(nilai):\n    if not nilai:\n        raise ValueError('kosong')\n    return sum(nilai) / len(nilai)",
        [
            (
                "uji_rata",
                3,
                "benar = 0\nfor nilai, harap in [([2], 2), ([1, 2], 1.5), ([3, 3, 3], 3)]:\n"
                "    benar += abs(rata(nilai) - harap) < 1e-9\nfloat(benar)",
            ),
            (
                "uji_kosong",
                1,
                "try:\n    rata([])\nexcept ValueError:\n    pass\nelse:\n    raise AssertionError('harus ValueError')",
            ),
        ],
    ),
}

RIGHT = {name: solution for name, (solution, _) in TASKS.items()}
# participant → answers that differ from the right ones
SUBMISSIONS: dict[str, dict[str, str]] = {
    "benar": {},
    "kosong": dict.fromkeys(RIGHT, "# YOUR CODE HERE\nraise NotImplementedError()"),
    "angka-salah": {"jumlah": "jumlah = 21", "gambar": RIGHT["gambar"].replace("Hari per", "Lama per")},
    "mengubah": {"tambah": "def tambah(daftar, nilai):\n    daftar.append(nilai)\n    return daftar"},
    "numpy": {
        "jumlah": "import numpy as np\njumlah = np.int64(20)",
        "rata": "import numpy as np\nrata = np.mean",
    },
    "separuh": {"rata": "def rata(nilai):\n    return nilai[0]", "sapa": "def sapa(nama):\n    return nama"},
    "indeks": {
        "per_loket": "def per_loket(tabel):\n    return tabel.groupby('loket')['hari'].mean().reset_index()"
    },
    "galat": {
        "per_loket": "def per_loket(tabel):\n    return tabel['tidak ada']",
        "jumlah": "jumlah = 1 / 0",
    },
}


def _cell(kind: str, source: str, **marks: Any) -> dict[str, Any]:
    full = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3, **marks}
    cell = {"cell_type": kind, "metadata": {"nbgrader": full}, "source": source}
    return {**cell, "outputs": [], "execution_count": None} if kind == "code" else cell


def notebook(answers: dict[str, str], *, hidden: bool) -> dict[str, Any]:
    """The assignment with ``answers`` in its solution cells (the instructor's with ``hidden`` tests)."""
    cells = [_cell("code", SETUP, grade_id="data", locked=True)]
    for name, (_, tests) in TASKS.items():
        cells.append(_cell("code", answers[name], grade_id=name, solution=True))
        for test, points, text in tests:
            shown = text if hidden else text.partition("### BEGIN HIDDEN TESTS")[0]
            cells.append(_cell("code", shown, grade_id=test, grade=True, locked=True, points=points))
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 4}


def write_course(folder: Path) -> None:
    """The course on disk, as nbgrader wants it."""
    source = {name: f"### BEGIN SOLUTION\n{text}\n### END SOLUTION" for name, text in RIGHT.items()}
    _write(folder / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", notebook(source, hidden=True))
    for participant, changed in SUBMISSIONS.items():
        path = folder / "submitted" / participant / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
        _write(path, notebook(RIGHT | changed, hidden=False))


def _write(path: Path, document: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(document, indent=1), encoding="utf-8")

"""Cells that the warm process runs once, so that no room has to be the first: what libraries find out once stays found.

Fonts are looked up, letters are drawn, pandas chooses how to group and sort. Nothing else may remain: cells are given
their names, figures and settings by ``RoomShell.run`` as if none had run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grading.room import plain
from grading.room.kept_fonts import kept_for_forks
from grading.room.limits import Limits

if TYPE_CHECKING:
    from grading.room.shell import RoomShell

# What most notebooks of a class do. No warnings (Python tells each only once), no random numbers, no pandas.plotting
# (its import changes how matplotlib shows dates).
_CELLS = (
    """import pandas as pd
import matplotlib.pyplot as plt
tabel = pd.DataFrame({"unit": ["A", "A", "B"], "nilai": [80, 85, 75]})""",
    "rerata, urut = float(tabel['nilai'].mean()), tabel.sort_values('nilai')\nurut",
    "unit = tabel.groupby('unit')['nilai'].max()\nunit",
    """gambar, sumbu = plt.subplots()
sumbu.bar(tabel["unit"], tabel["nilai"], label="a")
sumbu.plot(tabel["unit"], tabel["nilai"], label="b")
sumbu.set(title="Judul", xlabel="Unit", ylabel="Nilai (%)")
_ = sumbu.legend()""",
)
_CROSSING = ("rerata", "urut", "unit")


def rehearse(shell: RoomShell) -> None:
    """Run the cells and forget what they bound; a library that is missing is missing in every room."""
    before, shown = dict(shell.user_ns), shell.user_ns["Out"]
    kept = dict(shown)
    with kept_for_forks():
        for cell in _CELLS:
            shell.run(cell, Limits())
    for name in _CROSSING:
        plain.encode(shell.user_ns[name])
    shown.clear()
    shown.update(kept)
    shell.user_ns.clear()
    shell.user_ns.update(before)

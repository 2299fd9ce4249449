"""What the warm process has tried out beforehand is found in no room."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from rooms import SHORT, levels

from grading.room.rooms import Rooms

SETTINGS = """import json, matplotlib, numpy, pandas
print(json.dumps(sorted((k, str(v)) for k, v in matplotlib.rcParams.items() if "backend" not in k and k != "interactive")
    + sorted((k, str(v)) for k, v in numpy.get_printoptions().items())
    + sorted((str(k), str(pandas.get_option(k))) for k in ("display.max_rows", "display.precision"))))"""


@pytest.fixture(scope="module", params=levels())
def rooms(request: pytest.FixtureRequest) -> Iterator[Rooms]:
    with Rooms(request.param) as opened:
        yield opened


def said(rooms: Rooms, source: str) -> str:
    with rooms.open([("sel-1", source)], None, SHORT) as session:
        (cell,) = session.cells
    assert cell.status == "ok", cell.message
    return "".join(output.get("text", "") for output in cell.outputs)


def test_no_name_no_figure_and_no_output_is_left(rooms: Rooms):
    names = "print([name for name in dir() if not name.startswith('_')], _, Out)"
    fresh = said(rooms, names)
    for word in ("tabel", "gambar", "sumbu", "plt", "pd"):
        assert f"'{word}'" not in fresh
    assert fresh.endswith("] 2 {0: 2}\n")  # what the first cell of every shell has shown
    assert (
        said(rooms, "import matplotlib.pyplot as plt; print(plt.get_fignums(), plt.figure().number)")
        == "[] 1\n"
    )


def test_settings_of_libraries_are_those_of_a_notebook_that_just_began(rooms: Rooms):
    begun = "import matplotlib.pyplot\n"
    plain = subprocess.run(
        [sys.executable, "-c", begun + SETTINGS], capture_output=True, text=True, check=True
    ).stdout
    assert said(rooms, SETTINGS) == plain


def test_a_warning_is_still_told(rooms: Rooms):
    source = "import warnings; warnings.simplefilter('always')\nimport pandas as pd\nwarnings.warn('awas')"
    assert "awas" in said(rooms, source)


def test_what_is_imported_without_descriptions_can_still_describe_itself(rooms: Rooms):
    source = """import matplotlib.pyplot as plt
from matplotlib import artist, lines
class Garis(lines.Line2D):
    def set_makna(self, makna):
        "Set the meaning: str"
print("linewidth" in artist.kwdoc(lines.Line2D), "makna" in Garis.set.__doc__)
sumbu = plt.figure().add_subplot()
sumbu.set(title="Judul", xlim=(0, 2))
print(sumbu.get_title(), sumbu.get_xlim()[1])"""
    assert said(rooms, source) == "True True\nJudul 2.0\n"


WRITTEN = r"""import hashlib
import matplotlib.pyplot as plt
fig, ax = plt.subplots()
ax.set_title("Capaian (%) àéî", fontweight="bold")
ax.set_xlabel(r"mutu $\frac{x}{y}$", style="italic")
ax.plot([0, 1], [100, 250], label="Triwulan I")
ax.legend()
fig.canvas.draw()
print(hashlib.sha256(bytes(fig.canvas.buffer_rgba())).hexdigest())
"""


def test_letters_are_those_that_are_drawn_elsewhere(rooms: Rooms):
    alone = subprocess.run(
        [sys.executable, "-c", "import matplotlib; matplotlib.use('agg')\n" + WRITTEN],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    with (
        rooms.open([("sel-1", WRITTEN)], None, SHORT) as one,
        rooms.open([("sel-1", WRITTEN)], None, SHORT) as other,
    ):
        for session in (one, other):
            assert session.cells[0].outputs[0]["text"] == alone, session.cells[0].message
    assert said(rooms, WRITTEN) == alone


def test_fonts_are_opened_before_rooms_are(rooms: Rooms):
    source = """import io
opened, usual = [], io.open
def open_and_tell(path, *how):
    opened.append(str(path).rpartition("/")[2])
    return usual(path, *how)
io.open = open_and_tell
import matplotlib.pyplot as plt
fig, ax = plt.subplots()
ax.set_title("Judul")
fig.canvas.draw()
usual_fonts = [name for name in opened if name.endswith(".ttf")]
ax.set_title("Judul", fontweight="bold")
fig.canvas.draw()
print(usual_fonts, "DejaVuSans-Bold.ttf" in opened)"""
    assert said(rooms, source) == "[] True\n"


def test_what_a_room_makes_lies_together(rooms: Rooms):
    source = """apart = 0
for size in range(64, 224, 16):
    made = [bytes(size - 33) for _ in range(40)]
    apart += sum(id(after) - id(before) != size for before, after in zip(made, made[1:]))
print(apart)"""
    assert int(said(rooms, source)) < 100  # 168 of 390 where gaps are left

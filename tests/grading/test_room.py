"""Answers run in a room: as in a notebook, apart from everything, one bad cell costing only itself."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import psutil
import pytest
from rooms import SHORT, levels

from grading.results import Outcome
from grading.room import plain
from grading.room.errors import CannotCrossError, NoIsolationError, NoSuchNameError, RoomGoneError
from grading.room.figures import AxesFacts
from grading.room.rooms import Rooms
from grading.room.walls import FULL


@pytest.fixture(scope="module", params=levels())
def rooms(request) -> Iterator[Rooms]:
    with Rooms(request.param) as opened:
        assert opened.level == request.param
        yield opened


def run(rooms, *sources, limits=SHORT, files=None):
    return rooms.open([(f"sel-{n}", source) for n, source in enumerate(sources, 1)], files, limits)


def statuses(session):
    return [cell.status for cell in session.cells]


def test_cells_share_names_and_show_what_a_notebook_shows(rooms):
    with run(
        rooms,
        "x = 2\nprint('satu')\nx + 1",
        "from IPython.display import display\ndisplay({'a': x})\nx;",
        "%matplotlib inline\nimport pandas as pd\npd.DataFrame({'n': [x]})",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2]);",
    ) as session:
        first, second, third, fourth = session.cells
    assert [out.get("text") or out["data"]["text/plain"] for out in first.outputs] == ["satu\n", "3"]
    assert [out["output_type"] for out in second.outputs] == ["display_data"]
    assert second.outputs[0]["data"]["text/plain"] == "{'a': 2}"
    assert "<table>" in third.outputs[0]["data"]["text/html"]
    assert fourth.outputs[0]["data"]["image/png"].startswith("iVBOR")


def test_what_notebooks_do_besides_is_no_obstacle(rooms):
    sources = [
        "exit()",
        "quit",
        "%load_ext autoreload\n%autoreload 2",
        "%config InlineBackend.figure_format = 'retina'",
        "%time x = 1",
        "%%time\nx = 2",
        "abs?",
        "%matplotlib widget",
        "%matplotlib",
        "import warnings; warnings.warn('hati-hati')",
        "import asyncio\nasync def f(): await asyncio.sleep(0)\nawait f()",
        "import threading; t = threading.Thread(target=print); t.start(); t.join()",
        "import sqlite3; sqlite3.connect(':memory:').execute('select 1').fetchall()",
        "import datetime, zoneinfo; datetime.datetime.now(zoneinfo.ZoneInfo('Asia/Jakarta'))",
        "import scipy.stats; scipy.stats.norm.cdf(0)",
        "x",
    ]
    with run(rooms, *sources, limits=replace(SHORT, cell_seconds=10)) as session:
        assert [(cell.id, cell.message) for cell in session.cells if cell.status != "ok"] == []
        assert session.value("x") == 2


def test_values_and_calls_come_out_plain(rooms):
    source = """import numpy as np, pandas as pd, matplotlib.pyplot as plt
def luas(p, l=2): return p * l
def urutkan(d): d.sort(); d.append(99)
rerata = np.float64(2.5)
tabel = pd.DataFrame({"a": [1, 2]})
fig, ax = plt.subplots(); ax.bar(["x", "y"], [3, 4], label="n"); ax.set_title("Judul"); ax.legend()
class Aneh: pass
aneh = Aneh()"""
    with run(rooms, source) as session:
        assert session.call("luas", [3]) == Outcome(value=6, arguments=(3,))
        assert session.call("luas", [3], {"l": 5}).value == 15
        assert session.call("urutkan", [[3, 1, 2]]).arguments == ([1, 2, 3, 99],)
        assert type(session.value("rerata")) is np.float64
        pd.testing.assert_frame_equal(session.value("tabel"), pd.DataFrame({"a": [1, 2]}))
        chart = session.value("ax")
        assert isinstance(chart, AxesFacts)
        assert chart.get_title() == "Judul"
        assert [bar.get_height() for bar in chart.patches] == [3, 4]
        assert [text.get_text() for text in chart.get_legend().get_texts()] == ["n"]
        with pytest.raises(CannotCrossError):
            session.value("aneh")
        with pytest.raises(NoSuchNameError) as missing:
            session.value("belum")
    assert str(missing.value) == (
        '"belum" belum ada setelah sel jawaban dijalankan. '
        "Isi sel jawabannya tanpa mengganti nama yang diminta, lalu jalankan lagi dari atas."
    )


def test_what_a_function_does_wrong_is_told_by_kind(rooms):
    source = """def bagi(n): return 1 / n
def putar():
    while True: pass
def mati():
    import os; os._exit(1)
def rakus(): return len(bytearray(4 << 30))
def kelas(): return type("A", (), {})()
bukan = 3"""
    with run(rooms, source) as session:
        assert session.call("bagi", [0]) == Outcome(
            fault="galat",
            detail="bagi berhenti: ada pembagian dengan nol (ZeroDivisionError).",
            arguments=(0,),
        )
        assert session.call("putar", []) == Outcome(
            fault="waktu", detail="putar belum selesai setelah 1 detik."
        )
        assert session.call("bagi", [2]).value == 0.5
        assert session.call("mati", []) == Outcome(fault="mati", detail="mati mematikan ruang penilaian.")
        assert session.call("rakus", []).fault == "memori"
        assert session.call("kelas", []).fault == "jenis"
        assert session.call("tiada", []).fault == "tiada"
        assert session.call("bukan", []).fault == "galat"
        assert session.call("bagi", [4]).value == 0.25


def test_a_function_that_hangs_twice_is_not_called_again(rooms):
    with run(
        rooms, "def putar():\n    while True: pass\nx = 1", limits=replace(SHORT, call_seconds=0.3)
    ) as session:
        details = [session.call("putar", []).detail for _ in range(4)]
        assert details[2] == details[3] == "putar tidak dipanggil lagi karena sudah dua kali macet."
        assert session.value("x") == 1


BAD_CELLS = {
    "while True: pass": "timeout",
    "while True:\n    try:\n        while True: pass\n    except BaseException: pass": "timeout",
    "import re; re.match('(a+)+b', 'a' * 60)": "timeout",
    "import os; os._exit(0)": "crashed",
    "import ctypes; ctypes.string_at(0)": "crashed",
    "x = bytearray(4 << 30)": "memory",
    "1 / 0": "error",
    "raise NotImplementedError()": "error",
    "import modul_yang_tidak_ada": "error",
    "from labui.practice import Practice": "error",
    "def (": "error",
    "!ls": "forbidden",
    "%%bash\nls": "forbidden",
    "input('Nama: ')": "forbidden",
    "import os; os.fork()": "forbidden",
    "import subprocess; subprocess.run(['/bin/ls'])": "forbidden",
    "import socket; socket.create_connection(('127.0.0.1', 22))": "forbidden",
    "import urllib.request; urllib.request.urlopen('http://127.0.0.1:1/')": "forbidden",
    "import os; os.kill(1, 9)": "forbidden",
}


@pytest.mark.parametrize("source", BAD_CELLS)
def test_a_bad_cell_costs_itself_and_no_other(rooms, source):
    with run(
        rooms, "awal = 1", source, "akhir = awal + 1", limits=replace(SHORT, cell_seconds=1.0)
    ) as session:
        assert statuses(session) == ["ok", BAD_CELLS[source], "ok"]
        assert (session.value("awal"), session.value("akhir")) == (1, 2)


def test_messages_are_whole_indonesian_sentences(rooms):
    with run(
        rooms, "while True: pass", "hasil = 1\nhasil / 0", "print(namaku)", "!ls", "import os; os.fork()"
    ) as session:
        said = [cell.message for cell in session.cells]
    assert said == [
        "Sel ini berhenti setelah 1,5 detik. Mungkin ada pengulangan tanpa akhir: periksa syarat berhentinya.",
        "Sel ini berhenti, baris 2: ada pembagian dengan nol (ZeroDivisionError).",
        'Sel ini berhenti, baris 1: nama "namaku" belum dibuat (NameError).',
        "Sel ini meminta yang tidak diizinkan saat dinilai: perintah sistem (tanda ! atau %%sh) tidak dijalankan saat dinilai.",
        "Sel ini meminta yang tidak diizinkan saat dinilai: membuka jaringan, menjalankan program, atau memakai berkas "
        "di luar folder latihan.",
    ]


def test_after_too_many_dead_rooms_the_rest_is_left_out(rooms):
    deadly = ["import os; os._exit(1)"] * 6
    with run(rooms, *deadly, "x = 1", limits=replace(SHORT, restarts=2)) as session:
        assert statuses(session) == ["crashed"] * 3 + ["skipped"] * 4
        with pytest.raises(RoomGoneError):
            session.value("x")


def test_what_a_call_tells_is_not_shown_either_when_it_is_asked_again(rooms):
    """The first cell ends all from a moment on: the call dies with it, and is made again in a room without that cell."""
    moment = time.time() + 1.0
    breaker = f"import os, sys, time\nsys.addaudithook(lambda e, a: time.time() > {moment} and os._exit(3))"
    keeps = "heard = []\ndef f(x):\n    heard.append(x)\n    return eval('x + 1')"
    with run(rooms, breaker, keeps, "print(heard)") as session:
        session.run_until(2)
        time.sleep(max(0.0, moment + 0.1 - time.time()))
        assert session.relay("f", {"arguments": [plain.encode(41)], "named": {}})["value"] == plain.encode(42)
        shown = [(cell.status, [out.get("text") for out in cell.outputs]) for cell in session.cells]
    assert shown == [("broken", []), ("ok", []), ("ok", ["[]\n"])]


def test_the_whole_submission_has_one_time_limit(rooms):
    slow = ["import time; time.sleep(0.4)"] * 5
    with run(rooms, *slow, limits=replace(SHORT, total_seconds=1.0)) as session:
        assert statuses(session)[0] == "ok"
        assert statuses(session)[-1] == "skipped"


def test_a_flood_of_output_is_cut(rooms):
    with run(rooms, "for _ in range(100_000): print('x' * 100)", "print('lagi')") as session:
        first, second = session.cells
    assert sum(len(out["text"]) for out in first.outputs) <= SHORT.output_chars
    assert second.outputs[0]["text"] == "lagi\n"


def test_terminal_codes_and_markup_do_not_come_out(rooms):
    source = """print("\\x1b[31mmerah\\x1b[0m\\x07\\u202eterbalik")
from IPython.display import HTML, display
display(HTML("<b>tebal</b><script>alert(1)</script><img src=x onerror=alert(1)>"))"""
    with run(rooms, source) as session:
        text, markup = session.cells[0].outputs
    assert text["text"] == "merahterbalik\n"
    assert markup["data"]["text/html"] == '<b>tebal</b><img src="x">'


def test_files_are_there_to_read_and_gone_after(rooms, monkeypatch):
    own = Path(tempfile.mkdtemp())
    own.chmod(0o755)
    monkeypatch.setattr(tempfile, "tempdir", str(own))
    files = {"data.csv": b"a,b\n1,2\n", "sub/isi.txt": b"halo"}
    source = (
        "import pandas as pd\nkolom = list(pd.read_csv('data.csv').columns)\nisi = open('sub/isi.txt').read()"
    )
    with run(rooms, source, files=files) as session:
        assert statuses(session) == ["ok"]
        assert (session.value("kolom"), session.value("isi")) == (["a", "b"], "halo")
    own.rmdir()  # only an empty folder can be removed


def test_what_is_written_stays_small_and_in_the_room(rooms):
    with run(
        rooms, "open('hasil.txt', 'w').write('ya')", "import os\nada = os.path.exists('hasil.txt')"
    ) as session:
        expected = "ok" if rooms.level == FULL else "forbidden"
        assert statuses(session) == [expected, "ok"]
    with run(rooms, "import os\nada = os.listdir('.') if os.getcwd() != '/' else []") as session:
        assert session.value("ada") == []
    flood = "for n in range(100):\n    open(f'{n}', 'wb').write(b'x' * (4 << 20))"
    with run(rooms, flood, "x = 1") as session:
        assert statuses(session)[0] in ("error", "forbidden")
        assert session.value("x") == 1


def test_rooms_do_not_see_each_other(rooms):
    with (
        run(rooms, "rahasia = 'satu'\nimport builtins; builtins.abs = lambda x: 7") as one,
        run(rooms, "y = abs(-1)") as two,
    ):
        assert one.value("rahasia") == "satu"
        assert two.value("y") == 1
        with pytest.raises(NoSuchNameError):
            two.value("rahasia")


def test_kpi_sim_can_be_used_in_answers(rooms):
    source = "import kpi_sim\nhasil = kpi_sim.achievement(80, 100, 'maximize')\naturan = kpi_sim.load_rules('skm-14-2017').id"
    with run(rooms, source) as session:
        assert statuses(session) == ["ok"]
        assert (session.value("hasil"), session.value("aturan")) == (80, "skm-14-2017")


def test_a_lost_warm_process_is_started_again(rooms):
    with run(rooms, "x = 1") as session:
        assert session.value("x") == 1
        family = psutil.Process(rooms.process.pid).children(recursive=True)
        rooms.process.kill()
        rooms.process.wait()
        psutil.wait_procs(family, timeout=10)
    with run(rooms, "x = 2") as session:
        assert session.value("x") == 2


def test_rooms_end_with_their_warm_process(rooms):
    with run(
        rooms, "import threading, time\nthreading.Thread(target=time.sleep, args=(600,)).start()"
    ) as session:
        assert statuses(session) == ["ok"]
        family = psutil.Process(rooms.process.pid).children(recursive=True)
        assert family
        rooms.process.kill()
        rooms.process.wait()
        _, alive = psutil.wait_procs(family, timeout=10)
        assert not alive


def test_a_machine_without_walls_runs_nothing():
    with Rooms() as rooms:
        rooms.level = ""
        with pytest.raises(NoIsolationError) as refused:
            rooms.open([("a", "x = 1")])
    assert str(refused.value).startswith(
        "Jawaban berupa kode tidak dijalankan: komputer ini tidak menyediakan pemisah"
    )


HOLDER = """
import sys, time
from grading.room.rooms import Rooms
rooms = Rooms(sys.argv[1])
session = rooms.open([("a", "x = 1"), ("b", "import threading, time\\nthreading.Thread(target=time.sleep, args=(600,)).start()")])
session.cells
print("siap", flush=True)
time.sleep(600)
"""


@pytest.mark.parametrize("level", levels())
def test_nothing_outlives_a_grader_that_is_killed(level):
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, level], stdout=subprocess.PIPE, text=True)
    assert holder.stdout.readline() == "siap\n"
    family = psutil.Process(holder.pid).children(recursive=True)
    assert family
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    _, alive = psutil.wait_procs(family, timeout=10)
    holder.stdout.close()
    assert not alive

"""``iku demo --room``: the whole room is played, and the report that it leaves can be read by anybody."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from accessibility import sideways, violations
from PIL import Image
from playwright.sync_api import sync_playwright

from workshop.cli import main
from workshop.demo.stage import browsers, play
from workshop.demo.stage.play import SCENES, Played
from workshop.demo.stage.record import Measure, Picture, Record, SceneFault, Step
from workshop.demo.stage.report import waits, write_report
from workshop.demo.stage.room import Scene

IKU = Path(sys.executable).parent / "iku"


def parts_shown(report: Path) -> tuple[list[str], str]:
    """Everything that the page loads, and its words."""
    text = report.read_text(encoding="utf-8")
    return re.findall(r'(?:src|href)="([^"#]+)"|url\("?([^")]+)"?\)', text), text


@pytest.mark.browser
@pytest.mark.bwrap
@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_whole_room_is_played_and_the_report_shows_it(tmp_path: Path):
    out = tmp_path / "hasil"
    done = subprocess.run(
        [IKU, "demo", "--room", "--out", out], capture_output=True, text=True, timeout=580, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    for number, scene in enumerate(SCENES, 1):
        assert any(line.startswith(f"[{number:2d}/{len(SCENES)}] {scene.title}: beres, ") for line in lines)
    assert lines[-1] == f"Laporan: {out / 'laporan.html'}"

    loaded, text = parts_shown(out / "laporan.html")
    names = {name for pair in loaded for name in pair if name and not name.startswith("data:")}
    assert all((out / name).is_file() for name in names), names
    pictures = sorted(path.name for path in (out / "gambar").iterdir())
    assert pictures == sorted(name.removeprefix("gambar/") for name in names if name.startswith("gambar/"))
    for shape in ("ponsel", "laptop", "layar"):
        assert sum(name.endswith(f"-{shape}.jpg") for name in pictures) >= 5
    assert {path.name for path in (out / "berkas").iterdir()} == {
        "daftar-hadir.pdf",
        "rekap.pdf",
        "rekap.xlsx",
        "sertifikat.pdf",
    }
    assert "semuanya beres" in text and "Yang tidak beres" not in text
    for waited in ("Menilai semua jawaban", "Menekan Kerjakan di JupyterLab sampai notebook siap"):
        assert f"<td>{waited}</td>" in text
    assert not (out / "kelas").exists()  # the class itself was temporary
    _look_at(out / "laporan.html")


def _look_at(report: Path) -> None:
    with sync_playwright() as running:
        chromium = running.chromium.launch(executable_path=browsers.find_browser(), args=["--no-sandbox"])
        page = chromium.new_page(viewport={"width": 320, "height": 700})
        page.goto(report.as_uri())
        assert sideways(page) <= 0
        assert violations(page) == []
        chromium.close()


@pytest.fixture
def failed(tmp_path: Path) -> tuple[Record, Path]:
    """A play in which the second step went wrong and the third was left out."""
    album = tmp_path / "gambar"
    album.mkdir()
    (tmp_path / "berkas").mkdir()
    Image.new("RGB", (39, 84)).save(album / "01-ponsel.jpg")
    shown = Picture("01-ponsel.jpg", "ponsel", "Ponsel Ani", 'Halaman "masuk" <b>', 39, 84)
    steps = [Step("Masuk", "Semua masuk.", seconds=1.5, pictures=[shown]), Step("Kuis"), Step("Notebook")]
    steps[2].left_out = "bubblewrap belum terpasang"
    record = Record([steps[0]], [Measure("Masuk", 0.5), Measure("Nilai", 8.0), Measure("Masuk", 1.5)])
    record.steps.append(steps[1])
    record.fault("Ponsel Ani: tombol Kirim tidak tampil <script>.")
    record.fault("Ponsel Ani: tombol Kirim tidak tampil <script>.")
    record.steps.append(steps[2])
    return record, tmp_path


def test_faults_stand_at_the_top_of_the_report_once_and_as_text(failed: tuple[Record, Path]):
    record, out = failed
    text = write_report(out, record, seconds=2.0, browser="140.0").read_text(encoding="utf-8")
    assert "Ada yang tidak beres pada 1 dari 3 langkah." in text
    assert "<script>" not in text and "tombol Kirim tidak tampil &lt;script&gt;." in text
    assert text.index("Yang tidak beres") < text.index("1. Masuk")
    assert text.count('href="#langkah-2"') == 1
    assert "Dilewati: bubblewrap belum terpasang." in text
    assert "Halaman &#34;masuk&#34; &lt;b&gt;" in text


def test_waits_are_told_by_kind_in_the_order_of_the_day(failed: tuple[Record, Path]):
    assert waits(failed[0]) == [
        {"what": "Masuk", "count": 2, "middle": 1.0, "longest": 1.5},
        {"what": "Nilai", "count": 1, "middle": 8.0, "longest": 8.0},
    ]


def test_a_failed_step_is_told_and_the_command_exits_with_1(monkeypatch, tmp_path: Path, capsys):
    played = Played(
        tmp_path / "laporan.html", 24, 3, 60.0, ["3. Masuk: Ponsel Ani: tombol tidak tampil."], []
    )
    monkeypatch.setattr("workshop.demo.stage.play.play_room", lambda out, say: played)
    with pytest.raises(SystemExit) as stop:
        main(["demo", "--room", "--out", str(tmp_path / "baru")])
    assert stop.value.code == 1
    assert capsys.readouterr().err == (
        "1 hal tidak beres saat ruang kelas dimainkan. Yang pertama: 3. Masuk: Ponsel Ani: tombol tidak tampil. "
        f"Laporan bergambar: {tmp_path / 'laporan.html'}. Buka laporan itu; catatan kelas ada di folder catatan "
        "di sebelahnya. Jalankan iku doctor, lalu coba lagi.\n"
    )


def test_without_chromium_the_way_to_get_it_is_told(monkeypatch, tmp_path: Path, capsys):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit) as stop:
        main(["demo", "--room", "--out", str(tmp_path / "baru")])
    assert stop.value.code == 2
    assert capsys.readouterr().err == (
        "Peramban Chromium belum terpasang, jadi ruang kelas tidak dapat dimainkan. Perintah iku demo --room. "
        "Pasang dengan: sudo apt install chromium. Demo tanpa peramban tetap jalan: iku demo.\n"
    )
    assert not (tmp_path / "baru").exists()


def test_without_playwright_the_way_to_get_it_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "playwright", None)
    with pytest.raises(browsers.BrowserMissingError, match="Paket Python playwright belum terpasang"):
        browsers.find_browser()


@dataclass
class EmptyRoom:
    """As much of a room as scenes need that do not open a window."""

    record: Record = field(default_factory=Record)
    notebooks: bool = False


def never(room: object) -> str:
    raise SceneFault("Meja fasilitator: tidak terbuka.")


def test_without_cages_the_notebook_scenes_are_left_out_and_said():
    room, said = EmptyRoom(), []
    play._play(room, Scene("JupyterLab dibuka", never, coders=True), "[ 1/25]", said.append)
    assert (room.record.now.left_out, room.record.now.faults) == (play.WITHOUT_CAGES, [])
    assert said == [
        "[ 1/25] JupyterLab dibuka: dilewati (bubblewrap belum bekerja di komputer ini; pasang dengan: "
        "sudo apt install bubblewrap)."
    ]


def test_without_a_vital_scene_the_rest_is_left_out(monkeypatch):
    after = Scene("Sesudahnya", lambda room: "Tidak dimainkan.")
    monkeypatch.setattr(play, "SCENES", (Scene("Pintu", never, vital=True), after))
    monkeypatch.setattr(play, "_note", lambda room, text, window: room.record.fault(text))
    room, said = EmptyRoom(), []
    room.desk = None  # type: ignore[attr-defined]
    play._play_all(room, said.append)
    assert [step.left_out for step in room.record.steps] == ["", play.STOPPED]
    assert [text for _, _, text in room.record.faults()] == ["Meja fasilitator: tidak terbuka."]
    assert said[-1] == "Langkah lain tidak dimainkan: langkah sebelumnya diperlukan dan tidak beres."


@pytest.mark.browser
def test_a_window_notices_what_leaves_the_machine_fails_or_does_not_fit(tmp_path: Path):
    record = Record([Step("Uji")])
    theatre = browsers.Theatre(browsers.find_browser(), "http://127.0.0.1:9", tmp_path, record)
    try:
        phone = theatre.phone("Ponsel Ani")
        phone.page.route(
            "**/*",
            lambda route: route.fulfill(
                status=500,
                body="<meta name=viewport content='width=device-width'><p>NaN</p><img src='http://luar.test/a'><div style='width:900px'>lebar</div>",
                content_type="text/html",
            ),
        )
        phone.open("/kelas")
        phone.picture("Halaman yang rusak.")
        with pytest.raises(
            SceneFault, match=r"Ponsel Ani: #tidak-ada tidak tampil dalam 0 detik \(di /kelas\)\."
        ):
            phone.see("#tidak-ada", 0.2)
    finally:
        theatre.close()
    told = " | ".join(record.now.faults)
    assert "Ponsel Ani meminta sesuatu di luar komputer kelas: http://luar.test/a" in told
    assert "Ponsel Ani: /kelas dijawab galat 500" in told
    assert "piksel ke samping" in told
    assert 'Ponsel Ani: halaman menampilkan "NaN"' in told
    assert [path.name for path in tmp_path.iterdir()] == ["01-ponsel.jpg"]

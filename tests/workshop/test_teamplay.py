"""Permainan tim over HTTP: a facilitator, teams on phones, the wall; nothing lost when the class is killed."""

from __future__ import annotations

import io
import os
import re
import signal
import time

import pytest
import requests
from openpyxl import load_workbook

from kpi_sim.scenarios.agency_game import AgencyGame
from kpi_sim.units import format_number

YEAR = {
    "services": "40",
    "programmes": "30",
    "data": "20",
    "people": "10",
    "pressure": "20",
    "audit": "10",
    "report_guess": "105",
    "truth_guess": "97,5",
    "reason": "Data lebih dahulu",
}


@pytest.fixture(scope="module")
def four(room):
    """A desk and four trainees of the common class, for games one after another; the last one is ended."""
    desk = room.desk()
    yield desk, [room.trainee(name, "Unit Permainan") for name in ("Ani", "Budi", "Citra", "Dodi")]
    if 'action="/meja/permainan/akhiri"' in desk.see("/meja/permainan").text:
        steer(desk, "akhiri")


def steer(desk, action: str, **fields) -> str:
    """Press a button of the game's desk with the game and year that the page shows."""
    page = desk.see("/meja/permainan").text
    game = re.search(r'name="permainan" value="(\d+)"', page)[1]
    form = re.search(rf'action="/meja/permainan/{action}".*?name="tahun" value="(\d*)"', page, re.S)
    return desk.press(f"/meja/permainan/{action}", permainan=game, tahun=form[1], **fields).text


def new_game(desk, **fields) -> None:
    desk.see("/meja/permainan")
    desk.press("/meja/permainan", **{"bentuk": "bebas", "tim": "2", "tahun": "2", "benih": "7", **fields})


def choose(phone, team: int) -> str:
    phone.see("/permainan")
    return phone.press("/permainan/tim", tim=str(team)).text


def decide(phone, year: int, **changes) -> requests.Response:
    phone.see("/permainan")
    return phone.press("/permainan", tahun=str(year), **{**YEAR, **changes})


def closed_report(phone) -> list[str]:
    """Figures of the last report on the phone."""
    found = re.findall(r"</span></span><b>([^<]+)</b></li>", phone.see("/permainan").text)
    assert len(found) == 6
    return found


def wall(desk, view: str) -> str:
    return desk.get(
        f"{desk.address}/meja/permainan/layar/{view}", headers={"X-Requested-With": "iku"}, timeout=30
    ).json()["isi"]


def test_two_years_from_choosing_a_team_to_the_truth(four):
    desk, (ani, budi, citra, dodi) = four
    assert "Belum ada permainan" in ani.see("/permainan").text
    assert "Permainan tim" not in ani.see("/kelas").text
    new_game(desk)
    assert "Anda belum masuk tim" in ani.see("/kelas").text
    assert "Tim 1 · 0 orang" in ani.see("/permainan").text
    choose(ani, 1)
    choose(budi, 1)
    choose(citra, 2)
    assert "Ani · memegang pena lebih dahulu" in budi.see("/permainan").text

    steer(desk, "mulai", menit="5")
    assert 0 < ani.see("/kelas/keadaan").json()["left"] <= 300
    assert "Anda memegang pena" in ani.see("/kelas").text
    assert "Ani memegang pena" in budi.see("/permainan").text
    assert "Terkirim pukul" in decide(ani, 1).text
    assert "1 dari 2 tim sudah mengirim" in wall(desk, "liga")
    steer(desk, "tutup")
    expected = AgencyGame.start("agency", seed=7, team=1).decide(
        1,
        {"services": 40, "programmes": 30, "data": 20, "people": 10, "pressure": 0.2, "audit": 0.1},
    )
    page = ani.see("/permainan").text
    assert f"<b>{format_number(expected.reported_total, 1)}</b> capaian rata-rata" in page
    assert format_number(expected.true_total, 1) not in page
    assert "rata-rata tim lain" in citra.see("/permainan").text

    steer(desk, "mulai", menit="0")
    assert "Anda memegang pena" in budi.see("/permainan").text  # the pen went round
    late = choose(dodi, 2)  # in the middle of the game
    assert "Citra memegang pena" in late
    assert decide(ani, 2).status_code == 400
    decide(budi, 2, data="25")
    decide(citra, 2, reason='<script>alert("x")</script>')
    steer(desk, "tutup")
    assert "dibuka setelah permainan" in wall(desk, "kenyataan")
    assert "Yang sebenarnya terjadi" not in ani.see("/permainan").text

    steer(desk, "ungkap")
    page = ani.see("/permainan").text
    assert "Yang sebenarnya terjadi" in page
    assert "sembilan dari sepuluh tim" in page
    assert "told-true" in wall(desk, "kenyataan")
    assert "karena angka dikejar" in wall(desk, "data")
    assert "<script>alert" not in desk.see("/meja/permainan").text
    steer(desk, "akhiri")
    assert "Belum ada permainan" in ani.see("/permainan").text
    sheet = load_workbook(io.BytesIO(desk.see("/meja/rekap.xlsx").content))["Permainan"]
    rows = list(sheet.iter_rows(min_row=2, max_row=5, values_only=True))
    assert [row[:4] for row in rows] == [
        (1, 1, "Ani, Budi", 1),
        (1, 1, "Ani, Budi", 2),
        (1, 2, "Citra, Dodi", 1),
        (1, 2, "Citra, Dodi", 2),
    ]
    assert rows[0][4:11] == (40, 30, 20, 10, "dikirim tim", 105, pytest.approx(expected.reported_total))
    assert rows[0][11] == pytest.approx(expected.true_total)
    assert rows[2][8] == "rata-rata tim lain"


def test_closing_can_be_undone_and_a_second_press_does_nothing(four):
    desk, (ani, budi, *_) = four
    new_game(desk)
    choose(ani, 1)
    choose(budi, 2)
    steer(desk, "mulai", menit="0")
    decide(ani, 1)
    page = desk.see("/meja/permainan").text
    game = re.search(r'name="permainan" value="(\d+)"', page)[1]
    for _ in range(2):
        desk.press("/meja/permainan/tutup", permainan=game, tahun="1")
    assert "diisi rata-rata" in desk.see("/meja/permainan").text
    steer(desk, "buka-lagi")
    assert "Terkirim pukul" in decide(budi, 1, data="5").text
    desk.see("/meja/permainan")
    desk.press("/meja/permainan/mulai", permainan=game, tahun="2")  # another facilitator's stale page
    assert "Tahun ke-1 dari 2: tim memutuskan" in desk.see("/meja/permainan").text
    desk.press("/meja/permainan/tutup", permainan="0", tahun="1")
    assert "Tahun ke-1 dari 2: tim memutuskan" in desk.see("/meja/permainan").text


def test_the_teams_play_one_policy_unknowingly(four):
    """Preset "sama": no levers on the phone, other figures for every team, and the word only when it is opened."""
    desk, (ani, budi, *_) = four
    new_game(desk, bentuk="sama", tim="8", tahun="1")
    for place, phone in enumerate((ani, budi), 1):
        choose(phone, place)
    steer(desk, "mulai", menit="0")
    page = ani.see("/permainan").text
    assert "Anggaran tahun ini sudah ditetapkan." in page
    assert 'name="services"' not in page
    ani.press("/permainan", tahun="1", report_guess="104", truth_guess="98", reason="")
    steer(desk, "tutup")
    for seen in (ani.see("/permainan").text, wall(desk, "kematian"), wall(desk, "liga")):
        assert "keputusan yang sama" not in seen
    counts = {int(text) for text in re.findall(r'class="strong">(\d+)</text>', wall(desk, "kematian"))}
    assert max(counts) - min(counts) >= 5
    steer(desk, "tanya")
    assert "Apakah tim dengan kematian ibu terendah bekerja paling baik?" in ani.see("/jajak").text
    steer(desk, "ungkap")
    assert "Semua tim menjalankan keputusan yang sama." in ani.see("/permainan").text
    assert "Semua tim memakai keputusan yang sama." in wall(desk, "kematian")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"services": "nol"}, "Layanan: isi angka 5 sampai 80 persen."),
        ({"audit": "50"}, "Diperiksa ulang: isi angka 0 sampai 20 persen."),
        (
            {"report_guess": "banyak"},
            "Capaian pada laporan publik tahun ini: isi angka 0 sampai 200, atau kosongkan.",
        ),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(four, changes, said):
    desk, (ani, *_) = four
    new_game(desk)
    choose(ani, 1)
    steer(desk, "mulai", menit="0")
    answer = decide(ani, 1, **changes)
    assert answer.status_code == 400
    assert said in answer.text
    assert 'value="97,5"' in answer.text
    assert "Terkirim pukul" not in ani.see("/permainan").text


def test_wrong_sizes_of_a_game_are_refused(four):
    desk, _ = four
    desk.see("/meja/permainan")
    answer = desk.press("/meja/permainan", bentuk="bebas", tim="40", tahun="5", benih="")
    assert "Jumlah tim 2 sampai 12, jumlah tahun 1 sampai 5." in answer.text
    answer = desk.press("/meja/permainan", bentuk="bebas", tim="4", tahun="5", benih="tujuh")
    assert "Nomor permainan berisi angka saja, paling banyak sembilan angka." in answer.text


def test_a_trainee_cannot_steer_the_game_or_see_the_wall(four):
    _, (ani, *_) = four
    ani.see("/permainan")
    for path in ("/meja/permainan", "/meja/permainan/tutup", "/meja/permainan/ungkap"):
        assert ani.press(path, permainan="1", tahun="1").status_code == 403
    for path in ("/meja/permainan/keadaan", "/meja/permainan/layar/liga"):
        headers = {"X-Requested-With": "iku"}
        assert ani.get(ani.address + path, headers=headers, timeout=30).status_code == 403


def test_only_news_reloads_the_page_of_who_is_typing(four):
    """Another team's decision or a late phone must not wipe what the holder of the pen types."""
    desk, (ani, budi, citra, _) = four

    def state() -> str:
        return ani.see("/kelas/keadaan").json()["permainan"]

    new_game(desk)
    choose(ani, 1)
    choose(budi, 2)
    gathering = state()
    steer(desk, "mulai", menit="0")
    typing = state()
    assert typing != gathering
    decide(budi, 1)
    choose(citra, 1)
    assert state() == typing
    steer(desk, "tutup")
    assert state() != typing


def test_a_killed_class_keeps_every_acknowledged_decision_and_shows_the_same_figures(start_room):
    room = start_room()
    desk, phone = room.desk(), room.trainee("Ani")
    new_game(desk)
    choose(phone, 1)
    steer(desk, "mulai", menit="0")
    decide(phone, 1)
    steer(desk, "tutup")
    report = closed_report(phone)
    steer(desk, "mulai", menit="0")
    assert "Terkirim pukul" in decide(phone, 2, reason="Sebelum listrik padam").text
    os.kill(room.workshop.children[0].process.pid, signal.SIGKILL)
    deadline = time.monotonic() + 20
    while True:
        try:
            page = phone.see("/permainan")
            if page.status_code == 200:
                break
        except requests.RequestException:
            pass
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert "Terkirim pukul" in page.text
    assert "Sebelum listrik padam" in page.text
    assert closed_report(phone) == report

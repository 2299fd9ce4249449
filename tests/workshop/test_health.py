"""Keadaan kelas: what the facilitator sees of the class's parts."""

from __future__ import annotations

import asyncio

from workshop.doctor import GOOD, LOOK
from workshop.service import health
from workshop.service.supervisor import free_port


def test_the_state_of_the_class_is_for_the_desk_only_and_says_what_is_well(room):
    assert room.trainee("Ingin Tahu Keadaan").see("/meja/kesehatan").url.endswith("/meja/masuk")
    page = room.desk().see("/meja/kesehatan").text
    for topic in ("Pemeriksa jawaban", "Kiriman", "Penilaian", "Penyimpanan", "Memori"):
        assert f"<b>{topic}</b>" in page
    assert "Semua kiriman tertulis di folder kelas" in page
    assert f"iku backup --data {room.workshop.folder.path} --out" in page


def test_a_part_that_is_silent_is_told_and_one_that_answers_is_well(room):
    silent, well = asyncio.run(
        health.ask(
            {"Simulator": f"http://127.0.0.1:{free_port()}/", "JupyterLab": f"{room.address}/kesehatan"}
        )
    )
    assert (silent.topic, silent.level, silent.said) == (
        "Simulator",
        LOOK,
        "Tidak menjawab, sedang dijalankan lagi",
    )
    assert (well.topic, well.level, well.said) == ("JupyterLab", GOOD, "Menjawab")

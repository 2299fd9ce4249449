"""Rancang Indikator: repairs lower the findings; a wholly mended card has none."""

from __future__ import annotations

import pytest
from labui.opening import SIMULATORS, presenter, simulator
from labui.presenters.rancang import REPAIRS, Rancang, cards, mended

from kpi_sim import review_design
from kpi_sim.errors import UnknownNameError

KEYS = {
    "big",
    "headline",
    "detail",
    "score",
    "chart",
    "summary",
    "meaning",
    "table",
    "replications",
    "total",
    "result",
}


@pytest.mark.parametrize("card", cards(), ids=lambda card: card["judul"])
def test_a_wholly_mended_card_has_no_finding_left(card: dict):
    assert len(review_design(mended(card, []))) >= 8
    assert review_design(mended(card, list(REPAIRS))) == []


@pytest.mark.parametrize("repair", REPAIRS)
def test_every_repair_changes_something_on_every_card(repair: str):
    assert all(
        card["perbaikan"][repair].items() - card["awal"].items() for card in cards() if _plain(card, repair)
    )


def _plain(card: dict, repair: str) -> bool:
    return all(
        isinstance(value, str | int)
        for value in [*card["perbaikan"][repair].values(), *card["awal"].values()]
    )


def test_the_answer_names_what_is_left():
    rancang = Rancang()
    answer = rancang.answer(rancang.settle({"kartu": 0, "nama": 1, "rumus": 1, "satuan": 1}), 1)
    assert answer.keys() >= KEYS
    assert answer["big"] == "5"
    assert answer["headline"] == "temuan tersisa dari 11"
    assert answer["score"]["now"] == "Belum"
    assert len(answer["meaning"]) == 3
    assert answer["meaning"][1] == "3 perbaikan menghapus 6 temuan."
    changed = {field["label"] for field in answer["chart"]["fields"] if field["changed"]}
    assert changed == {"Nama indikator", "Definisi operasional", "Formula", "Satuan", "Polarisasi"}


def test_every_finding_stands_in_the_table_with_its_source():
    rancang = Rancang()
    table = rancang.answer(rancang.settle({}), 1)["table"]()
    assert len(table["rows"]) == 11
    assert all(len(row) == len(table["head"]) and row[4] for row in table["rows"])


def test_a_simulator_that_does_not_exist_names_the_nearest():
    with pytest.raises(UnknownNameError, match='Maksud Anda "rancang"'):
        presenter("rancangan")


def test_the_widget_answers_moves_and_tells_faults_in_three_parts():
    widget = simulator("rancang")
    assert repr(widget) == "Simulator('rancang')"
    widget.choice = {"seq": 3, "values": {"nama": 1}}
    assert (widget.answer["seq"], widget.answer["big"]) == (3, "8")
    widget.choice = {"seq": 4, "values": {"nama": 7}}
    assert widget.error["what"].startswith("Nama dan sasaran bernilai")
    assert widget.answer["seq"] == 3, "the last picture stays"
    widget.choice = {"seq": 5, "values": {}}
    assert widget.error == {}
    widget.close()


def test_an_unexpected_fault_shows_a_code_and_no_english(monkeypatch: pytest.MonkeyPatch):
    widget = simulator("rancang")
    monkeypatch.setattr("labui.presenters.rancang.review_design", lambda *_: 1 / 0)
    widget.choice = {"seq": 1, "values": {"bukti": 1}}
    assert widget.error["what"] == "Perhitungan ini terhenti di pihak kami."
    assert widget.error["safe"].startswith(
        "Simulator Rancang Indikator, saat menghitung pengaturan terakhir. Gambar terakhir tetap tampil."
    )
    assert "kode K-" in widget.error["fix"]
    assert "division" not in str(widget.error)
    widget.close()


def test_a_fault_of_the_very_first_answer_promises_no_picture(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("labui.presenters.rancang.review_design", lambda *_: 1 / 0)
    widget = simulator("rancang")
    assert widget.answer == {}
    assert "Belum ada gambar." in widget.error["safe"]
    assert "tetap tampil" not in str(widget.error)
    monkeypatch.undo()
    widget.choice = {"seq": 1, "values": {}}
    assert (widget.error, widget.answer["seq"]) == ({}, 1)
    widget.close()


@pytest.mark.parametrize("name", SIMULATORS)
def test_every_simulator_has_its_words(name: str):
    spec = presenter(name).spec()
    assert spec["id"] == name
    assert {
        "title",
        "question",
        "scene",
        "situation",
        "levers",
        "prediction",
        "poll",
        "assumptions",
    } <= spec.keys()
    assert len(spec["situation"]) == 2
    assert 2 <= len(spec["levers"]) <= 7
    assert [lever["key"] for lever in spec["levers"]] == [str(k + 1) for k in range(len(spec["levers"]))]
    assert len(spec["poll"]["options"]) == len(spec["poll"]["replies"])
    assert all(row["kind"] and row["kind_label"] for row in spec["assumptions"])

"""Indicator cards and tables of choices on the form: shown, saved, judged; without our script."""

from __future__ import annotations

import html
import re

import pytest

from grading import Examiner
from workshop import paths
from workshop.service import forms

CARD = {
    "kind": "indicator",
    "fields": [
        {"id": "name", "label": "Nama indikator", "value": "Persentase akta  selesai 95 %"},
        {
            "id": "polarity",
            "label": "Polarisasi",
            "value": "maximize",
            "choices": [{"id": "maximize", "label": "naik"}, {"id": "minimize", "label": "turun"}],
        },
    ],
}


def place_of(exercise: str, wanted) -> tuple[int, dict]:
    """Place (from 1) and form of the first part of an exercise that is wanted."""
    with Examiner(paths.EXERCISES) as examiner:
        parts = examiner.public(exercise, 0)["parts"]
    return next((place, part) for place, part in enumerate(parts, 1) if wanted(part))


@pytest.mark.parametrize(
    ("sent", "answer"),
    [
        ({"jawaban.name": ["Persentase akta selesai 95 %"], "jawaban.polarity": ["maximize"]}, {}),
        (
            {"jawaban.name": ["Persentase akta selesai"], "jawaban.polarity": ["maximize"]},
            {"name": "Persentase akta selesai", "polarity": "maximize"},
        ),
        ({"jawaban.name": [""], "jawaban.polarity": ["lain"]}, {"name": "", "polarity": ""}),
        ({}, {}),
    ],
)
def test_a_card_is_an_answer_only_when_something_was_changed(sent: dict, answer: dict):
    assert forms.read(CARD, sent) == answer


def test_a_row_with_options_takes_only_its_options():
    part = {"kind": "table", "rows": [{"id": "a", "options": [{"id": "ya"}]}, {"id": "b"}]}
    assert forms.read(part, {"jawaban.a": ["ya"], "jawaban.b": ["3"]}) == {"a": "ya", "b": "3"}
    assert forms.read(part, {"jawaban.a": ["<b>"], "jawaban.b": ["3"]}) == {"a": "", "b": "3"}


def test_a_card_shows_its_start_values_is_kept_and_judged_by_its_findings(room):
    exercise = "perbaiki-kartu-ktp"
    place, part = place_of(exercise, lambda part: part["kind"] == "indicator")
    address = f"/latihan/{exercise}/{place}"
    phone = room.trainee("Kartu Ponsel")
    page = html.unescape(phone.see(address).text)
    for field in part["fields"]:
        assert f'name="jawaban.{field["id"]}"' in page
    assert part["fields"][0]["value"] in page
    sent = {f"jawaban.{field['id']}": field["value"] for field in part["fields"]}
    reply = phone.press(address, quick=True, tindakan="periksa", **sent).json()
    assert reply["state"] == "empty"
    sent["jawaban.name"] = "Persentase KTP-el dicetak paling lama 1 hari kerja"
    answer = phone.press(address, tindakan="periksa", **sent)
    assert "syarat sudah dipenuhi" in answer.text
    assert ">Persentase KTP-el dicetak paling lama 1 hari kerja</textarea>" in phone.see(address).text


def test_a_table_of_choices_is_answered_with_lists(room):
    exercise = "matriks-predikat"
    place, part = place_of(exercise, lambda part: any(row.get("options") for row in part["rows"]))
    phone = room.trainee("Tabel Pilihan")
    page = phone.see(f"/latihan/{exercise}/{place}").text
    row = part["rows"][0]
    shown = re.search(rf'<select id="j-{row["id"]}".*?</select>', page, re.S)[0]
    assert [option["id"] for option in row["options"]] == re.findall(r'value="([^"]+)"', shown)
    chosen = row["options"][0]["id"]
    phone.press(f"/latihan/{exercise}/{place}", **{f"jawaban.{row['id']}": chosen})
    assert f'<option value="{chosen}" selected>' in phone.see(f"/latihan/{exercise}/{place}").text

"""Slides of the modules: complete, short, sourced, with figures that the package computes; paper that fits."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

import kpi_sim as iku
from kpi_sim.units import format_number
from workshop.agendas import modules
from workshop.cli import main
from workshop.slide_paper import write_deck, write_decks
from workshop.slides import FOLDER, SlideError, _deck, decks, remarks_on

DECKS = list(decks().values())
GRADES = {  # regulations.md §3.7
    "planning": "BB/B/CC",
    "measurement": "A/B/CC",
    "reporting": "A/BB/B",
    "internal_evaluation": "BB/CC/C",
}


def said(module: str) -> str:
    """Everything that a room reads on the slides of a module, spaces made alike."""
    text = " ".join(text for slide in decks()[module].slides for text in slide.texts)
    return re.sub(r"\s+", " ", text.replace("\u00a0", " "))


def test_every_module_has_slides_that_keep_the_rules():
    assert set(decks()) == set(modules())
    assert {deck.module.id: list(remarks_on(deck)) for deck in DECKS} == {name: [] for name in decks()}


@pytest.mark.parametrize("deck", DECKS, ids=lambda deck: deck.module.id)
def test_the_question_comes_before_the_surprise_and_notes_go_with_every_slide(deck):
    kinds = [slide.kind for slide in deck.slides]
    assert kinds[0] == "pembuka" and kinds[-1] == "ringkasan"
    assert kinds.index("pertanyaan") < kinds.index("kejutan")
    assert all(slide.step for slide in deck.slides)
    assert {slide.step for slide in deck.slides} <= set(deck.module.steps)


@pytest.mark.parametrize(
    ("module", "shown", "value", "places"),
    [
        ("M1", "40,00 %", iku.achievement("0.40", "0.25", "minimize"), 2),
        ("M2", "1,10", iku.quality_weight("proxy", "low"), 2),
        ("M2", "0,60", iku.quality_weight("activity", "high"), 2),
        ("M3", "81,30 %", iku.on_time_from_counts(187, 200, open_late=30), 2),
        ("M3", "65,12", iku.innovation_index(50, [90] * 60, mandatory_fields=6).index, 2),
        ("M3", "56,00", iku.innovation_index(50, [90] * 60, mandatory_fields=5).index, 2),
        ("M4", "120,00", iku.achievement(12, 15, "minimize"), 2),
        ("M4", "−6,67", iku.achievement(31, 15, "minimize"), 2),
        ("M4", "112,00", iku.achievement(96, 100, "stabilize"), 2),
        ("M4", "67,10", iku.accountability_score(GRADES).score, 2),
        ("M5", "102,66", iku.gross_enrolment(9_650, 9_400), 2),
        ("M5", "0,25", iku.dropout_rate(47, 18_800), 2),
        ("M5", "71,82 %", iku.pooled_ratio([90, 700], [100, 1_000]).value, 2),
        ("M6", "128,57 per 100.000", iku.mortality_rate(9, 7_000).value, 2),
        ("M6", "11,29 per 1.000", iku.mortality_rate(79, 7_000, "under_five").value, 2),
        ("M6", "114,29", iku.mortality_rate([8, 5, 11], [7_000, 6_900, 7_100]).value, 2),
        ("M6", "171,7", iku.rate_limits(25, 21_500).high, 1),
        ("M9", "0,70", iku.normalised_gain(40, 82), 2),
    ],
)
def test_a_figure_on_a_slide_is_what_the_package_computes(module: str, shown: str, value, places: int):
    assert shown in said(module)
    assert shown.startswith(format_number(Decimal(str(value)), places))


def test_the_survey_of_29_has_three_scores():
    """regulations.md §1.4, worked example A."""
    totals = (105, 101, 100, 116, 102, 105, 106, 105, 115)
    elements = [item["id"] for item in iku.load_rules("skm-14-2017")["elements"]["items"]]
    means = {name: Decimal(total) / 29 for name, total in zip(elements, totals, strict=True)}
    for mode, shown in {"exact": "91,48", "0.111": "91,38", "0.11": "90,56"}.items():
        assert format_number(iku.satisfaction_from_means(means, weight_mode=mode).score, 2) == shown
        assert shown in said("M3")


def _one(tmp_path: Path, text: str):
    path = tmp_path / "M3.toml"
    path.write_text(f"[[slaid]]\n{text}\n", encoding="utf-8")
    return _deck(path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('jenis = "film"\njudul = "A"', 'Slaid tidak dapat dibaca: jenis "film" tidak ada.'),
        ('jenis = "coba"', 'Slaid tidak dapat dibaca: isian "judul" belum ada.'),
        (
            'jenis = "coba"\njudul = "A"\nvideo = "x"',
            'Slaid tidak dapat dibaca: isian "video" tidak dikenal.',
        ),
        (
            'jenis = "coba"\njudul = "A"\nlangkah = 9',
            "Slaid tidak dapat dibaca: langkah 9 tidak ada pada catatan modul.",
        ),
    ],
)
def test_a_wrong_slide_is_told_with_its_place(tmp_path: Path, text: str, message: str):
    with pytest.raises(SlideError) as fault:
        _one(tmp_path, text)
    what, where, fix = fault.value.parts()
    assert (what, where) == (message, "Slaid ke-1 di course/guide/slaid/M3.toml.")
    assert fix.endswith("iku course check.")


def test_a_thin_deck_is_remarked(tmp_path: Path):
    words = " ".join(["kata"] * 61)
    deck = _one(tmp_path, f'jenis = "kejutan"\njudul = "Naik 3"\nisi = "{words}"')
    rules = [rule for _, rule, _ in remarks_on(deck)]
    assert rules.count("slide-kind") == 5 and {"slide-count", "slide-words", "source"} <= set(rules)
    assert [rule for _, rule, _ in remarks_on(_one(tmp_path, 'jenis = "coba"\njudul = "A"'))][
        -1
    ] == "slide-try"


@pytest.mark.parametrize("deck", DECKS, ids=lambda deck: deck.module.id)
def test_paper_has_one_page_a_slide_and_the_same_bytes(deck, tmp_path: Path):
    first = write_deck(deck, tmp_path / "a.pdf").read_bytes()
    assert len(re.findall(rb"/Type /Page\b", first)) == len(deck.slides)
    assert write_deck(deck, tmp_path / "b.pdf").read_bytes() == first


def test_a_slide_that_does_not_fit_its_page_stops_the_author(tmp_path: Path):
    lines = "\\n".join(f"- baris {nth}" for nth in range(30))
    with pytest.raises(ValueError, match="does not fit"):
        write_deck(_one(tmp_path, f'jenis = "gagasan"\njudul = "A"\nisi = "{lines}"'), tmp_path / "x.pdf")


def test_only_named_modules_are_written_and_a_wrong_name_is_told(tmp_path: Path, capsys):
    heard = []
    written = write_decks(tmp_path, ("M0", "M1"), told=lambda done, total: heard.append((done, total)))
    assert [path.name for path in written] == ["slaid-M0.pdf", "slaid-M1.pdf"]
    assert heard == [(1, 2), (2, 2)]
    with pytest.raises(SystemExit) as stop:
        main(["course", "slides", "M11", "--out", str(tmp_path)])
    assert stop.value.code == 2
    assert 'Slaid modul "M11" tidak ada.' in capsys.readouterr().err


def test_slide_files_are_named_after_modules():
    assert {path.stem for path in FOLDER.iterdir()} == set(modules())


def test_the_wall_and_its_notes_are_for_the_desk_only(room):
    desk, stranger = room.desk(), room.browser()
    wall = desk.see("/meja/slaid/M6")
    assert wall.status_code == 200 and "128,57 per 100.000" in wall.text
    assert modules()["M6"].steps[0].say not in wall.text
    assert modules()["M6"].steps[0].say in desk.see("/meja/slaid/M6/catatan").text
    assert desk.see("/meja/slaid/M11").status_code == 404
    assert desk.see("/meja/slaid/M11/catatan").status_code == 404
    assert stranger.see("/meja/slaid/M6").url.endswith("/meja/masuk")
    assert 'href="/meja/slaid/M6"' in desk.see("/meja/catatan/M6").text

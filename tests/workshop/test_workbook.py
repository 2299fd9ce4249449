"""A dinas's workbook: the template comes back whole, scores follow the published rules, reviews name their findings."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from cards import BAD, GOOD
from filled_template import fill, put
from openpyxl import Workbook, load_workbook

from kpi_sim.indicators.card_formats import cards_to_toml
from workshop.cli import main
from workshop.workbook import read_unit, review_unit, score_unit, write_template
from workshop.workbook.periods import Period, period_of
from workshop.workbook.telling import score_data

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "workbook_score.json"


@pytest.fixture
def filled(tmp_path):
    return fill(tmp_path / "iku.xlsx")


def _table(tmp_path, *rows, name="lkjip.xlsx"):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / name)
    return tmp_path / name


def test_cards_come_back_from_the_template_as_they_were_written(filled):
    book = read_unit(filled)
    weights = [20, 20, 20, 20, 10, 10]
    assert book.cards == [replace(card, weight=w) for card, w in zip(GOOD.values(), weights, strict=True)]
    assert book.examples == 2


def test_the_same_year_gives_the_same_template(tmp_path):
    texts = []
    for name in ("a.xlsx", "b.xlsx"):
        write_template(tmp_path / name, year=2026)
        sheets = load_workbook(tmp_path / name).worksheets
        texts.append([[cell.value for row in sheet.iter_rows() for cell in row] for sheet in sheets])
    assert texts[0] == texts[1]


def test_the_template_offers_lists_and_its_examples_can_be_scored(tmp_path):
    write_template(tmp_path / "t.xlsx", year=2026)
    rules = load_workbook(tmp_path / "t.xlsx")["Perjanjian Kinerja"].data_validations.dataValidation
    assert '"semakin tinggi semakin baik,semakin rendah semakin baik,tepat pada target"' in [
        rule.formula1 for rule in rules
    ]
    for sheet in ("Perjanjian Kinerja", "Realisasi"):
        for row in (5, 6):
            put(tmp_path / "t.xlsx", sheet, row, "No", row - 4)
    score = score_unit(read_unit(tmp_path / "t.xlsx"))
    # 90,2/90 and, of two quarters summed, (2·20 − 21)/20 (regulations.md §4.1, §4.5)
    assert [round(float(row.achievement), 2) for row in score.rows] == [100.22, 95.0]
    assert score.through == "TW II"
    assert review_unit(read_unit(tmp_path / "t.xlsx")).good


def test_indicators_are_scored_and_those_that_cannot_be_say_why(filled):
    score = score_unit(read_unit(filled))
    rows = dict(zip(GOOD, score.rows, strict=True))
    # hand calculation: (2·0,55 − 0,50)/0,55; 91/93; 91,5/92; 80/75
    shown = {
        key: round(float(row.achievement), 2) for key, row in rows.items() if row.achievement is not None
    }
    assert shown == {"G1": 109.09, "G2": 97.85, "G3": 99.46, "G5": 106.67}
    assert rows["G4"].reason == "Konsolidasi periode belum diisi, jadi triwulan tidak dapat digabung."
    assert rows["G6"].reason == "Realisasi belum diisi."
    # (20·109,0909 + 20·97,8495 + 20·99,4565 + 10·106,6667) / 70
    assert round(float(score.total), 2) == 102.78
    assert score.category.label == "Baik"
    assert rows["G2"].remark == "Realisasi sampai TW III terhadap target satu tahun."


def test_a_period_can_be_chosen(filled):
    rows = score_unit(read_unit(filled), through="triwulan 1").rows
    assert [float(row.realisation) for row in rows[:3]] == [0.5, 88, 91.5]
    assert [at.period for at in score_unit(read_unit(filled)).rows[1].periods] == ["TW I", "TW II", "TW III"]


def test_a_quarter_missing_from_a_sum_is_not_taken_for_zero(tmp_path):
    head = ["Indikator Kinerja Utama (IKU)", "Polarisasi", "Konsolidasi periode", "Target 2026"]
    head += ["Realisasi TW I", "Realisasi TW II", "Realisasi TW III"]
    file = _table(tmp_path, head, ["Jumlah akta", "naik", "jumlah", 100, 30, None, 40])
    assert score_unit(read_unit(file)).rows[0].reason == "Realisasi TW II belum diisi."


def test_a_quarter_with_a_target_and_no_column_of_realisations_is_missing(tmp_path):
    head = ["Indikator", "Polaritas", "Konsolidasi periode", "Target TW I", "Target TW II", "Target TW III"]
    file = _table(
        tmp_path, [*head, "Realisasi TW I", "Realisasi TW III"], ["Akta", "naik", "jumlah", 1, 2, 3, 1, 3]
    )
    assert score_unit(read_unit(file)).rows[0].reason == "Realisasi TW II belum diisi."


def test_months_beside_their_quarter_are_not_counted_twice(tmp_path):
    head = ["Indikator", "Polaritas", "Konsolidasi periode", "Target 2026", "Target"]
    months = [
        "Realisasi Januari",
        "Realisasi Februari",
        "Realisasi Maret",
        "Realisasi TW I",
        "Realisasi Semester I",
    ]
    file = _table(tmp_path, head + months, ["Jumlah akta", "naik", "jumlah", 100, None, 10, 10, 10, 30, 30])
    row = score_unit(read_unit(file)).rows[0]
    assert (row.realisation, row.target) == (30, 100)


def test_a_printed_table_is_read_as_it_stands(tmp_path):
    file = _table(
        tmp_path,
        ["PERJANJIAN KINERJA DINAS CONTOH TAHUN 2026"],
        [],
        [
            "No.",
            "Sasaran Strategis",
            "Indikator Kinerja",
            "Satuan",
            "Polaritas",
            "Target",
            None,
            "Realisasi",
            "Anggaran",
        ],
        [None, None, None, None, None, 2026, 2027, 2026, None],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)"],
        [1, "Sehat", "Cakupan imunisasi", "persen", "positif", "86,4 %", 90, "90,0", 1_000_000],
        [],
        [2, None, "Angka kesakitan", "persen", "negatif", "1,5", None, "−", "Rp5.000.000"],
        [None, None, "Jumlah", None, None, None, None, None, 6_000_000],
    )
    book = read_unit(file)
    assert [card.objective for card in book.cards] == ["Sehat", "Sehat"]
    assert dict(book.cards[0].targets) == {"2026": Decimal("86.4"), "2027": 90}
    score = score_unit(book)
    assert score.year == 2026
    assert round(float(score.rows[0].achievement), 2) == 104.17  # 90/86,4
    assert score.rows[1].reason == "Realisasi belum diisi."


def test_a_percentage_cell_is_read_as_people_see_it(tmp_path):
    file = _table(
        tmp_path, ["Indikator", "Polaritas", "Target", "Realisasi"], ["Cakupan", "naik", 0.9, 0.864]
    )
    book = load_workbook(file)
    for place in ("C2", "D2"):
        book.active[place].number_format = "0.0%"
    book.save(file)
    row = score_unit(read_unit(file)).rows[0]
    assert (float(row.target), float(row.realisation)) == (90, 86.4)


@pytest.mark.parametrize(
    ("rule", "category"),
    [("capaian-kemenkeu-2026", "Sangat Baik"), ("capaian-permendagri-86-2017", "Sangat Tinggi")],
)
def test_the_rule_can_be_chosen_and_its_sources_are_told(tmp_path, rule, category):
    file = _table(tmp_path, ["Indikator", "Polaritas", "Target", "Realisasi"], ["Cakupan", "naik", 80, 100])
    score = score_unit(read_unit(file), rule=rule)
    assert score.rows[0].category.label == category
    # 100/80 is 125; KMK 127/2026 caps at 120, Permendagri 86/2017 does not (regulations.md §4.3, §4.6)
    assert score.total == (120 if "kemenkeu" in rule else 125)
    assert [source.verified for source in score.sources] == ["kemenkeu" in rule, True, False]


def test_weights_that_do_not_add_up_are_told_with_their_rows(tmp_path):
    file = fill(tmp_path / "iku.xlsx", weights={"G1": 45, "G2": 20, "G3": 20, "G4": 20})
    assert score_unit(read_unit(file)).notes == (
        'Bobot berjumlah 105, seharusnya 100. Lembar "Perjanjian Kinerja", baris 7–10. '
        "Nilai total dihitung dengan bobot yang disetarakan ke 100.",
        "2 indikator tanpa bobot tidak ikut dalam nilai total. Isi bobotnya.",
    )


@pytest.mark.parametrize(
    ("target", "polarity", "reason"),
    [
        (0, "turun", "Target bernilai nol. Isi nilai terburuk yang disepakati."),
        (0, "naik", "Target bernilai nol, jadi capaian tidak ada. Pilih target di atas nol."),
        (5, None, "Polarisasi belum diisi."),
        (None, "naik", "Target tahun itu belum diisi."),
    ],
)
def test_what_has_no_achievement_says_what_to_do(tmp_path, target, polarity, reason):
    file = _table(tmp_path, ["Indikator", "Polaritas", "Target", "Realisasi"], ["Kasus", polarity, target, 3])
    assert score_unit(read_unit(file)).rows[0].reason == reason


def test_a_review_names_the_findings_of_each_card(tmp_path):
    (tmp_path / "kartu.toml").write_text(cards_to_toml([BAD["B02"][0][0], GOOD["G1"]]), encoding="utf-8")
    review = review_unit(read_unit(tmp_path / "kartu.toml"))
    assert BAD["B02"][1] <= {finding.rule for finding in review.of(review.cards[0])}
    assert not review.good
    assert [name for name, _ in review.groups][:2] == ["Angka Kematian Ibu", "Angka putus sekolah SMP"]


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("TW I 2026", Period("TW I", 2026)),
        ("Triwulan IV", Period("TW IV", None)),
        ("s.d. TW II Tahun 2026", None),
        ("Semester 2", Period("Semester II", None)),
        ("(2026)", Period("", 2026)),
        ("", Period("", None)),
        ("Maret 2026", Period("Maret", 2026)),
        ("anggaran 2026", None),
    ],
)
def test_periods_are_read_from_titles(title, period):
    assert period_of(title) == period


def _run(*arguments):
    with pytest.raises(SystemExit) as stop:
        main([*map(str, arguments)])
    return stop.value.code


def test_the_commands_tell_people_and_programs_the_same(filled, capsys):
    assert _run("score", filled) == 1
    text = capsys.readouterr().out
    assert (
        "▲ Angka putus sekolah SMP\n    target 0,55 · realisasi 0,5 · capaian 109,09\u00a0% · Baik · bobot 20"
        in text
    )
    assert "Nilai total 102,78\u00a0% (Baik), dari 4 di antara 6 indikator." in text
    assert _run("score", filled, "--json") == 1
    data = json.loads(capsys.readouterr().out)
    assert round(data["total"], 2) == 102.78
    assert data["indicators"][5]["reason"] == "Realisasi belum diisi."
    assert _run("check-design", filled, "--json") == 0
    assert json.loads(capsys.readouterr().out)["counts"] == {"error": 0, "warning": 0, "info": 0}


def test_the_template_command_never_writes_over_a_file(filled, capsys):
    before = filled.read_bytes()
    assert _run("template", "--out", filled) == 2
    assert "Berkas itu sudah ada, jadi templat tidak ditulis." in capsys.readouterr().err
    assert filled.read_bytes() == before


def test_results_are_written_with_charts_in_both_formats(filled, tmp_path):
    for out in ("nilai.xlsx", "nilai.pdf"):
        assert _run("score", filled, "--out", tmp_path / out) == 1
    for out in ("temuan.xlsx", "temuan.pdf"):
        assert _run("check-design", filled, "--out", tmp_path / out) == 0
    book = load_workbook(tmp_path / "nilai.xlsx")
    assert book.sheetnames == ["Capaian", "Grafik", "Periode", "Sumber"]
    assert len(book["Grafik"]._charts[0].series) == 3
    assert [cell.value for cell in book["Grafik"]["A"]][1:] == [
        "▲ Angka putus sekolah SMP",
        "● Persentase persalinan di fasilitas pelayanan kesehatan",
        "● Persentase akta kelahiran dalam standar pelayanan",
        "▲ Persentase rekomendasi evaluasi AKIP yang tuntas dan terbukti",
    ]
    assert "belum terverifikasi" in [cell.value for cell in book["Sumber"]["C"]]
    for out in ("nilai.pdf", "temuan.pdf"):
        assert (tmp_path / out).read_bytes().startswith(b"%PDF")


def test_a_long_review_with_strange_text_fits_on_paper(tmp_path):
    card = replace(BAD["B02"][0][0], definition="<b>&" * 2000, name="Angka <i>kematian & ≤ 5 " + "ibu " * 60)
    (tmp_path / "kartu.toml").write_text(cards_to_toml([card]), encoding="utf-8")
    assert _run("check-design", tmp_path / "kartu.toml", "--out", tmp_path / "temuan.pdf") == 1
    assert (tmp_path / "temuan.pdf").stat().st_size > 1000


def test_the_figures_for_programs_stay_as_they_are(filled, capsys):
    """``python tests/workshop/test_workbook.py`` writes tests/golden/workbook_score.json anew."""
    _run("score", filled, "--json")
    assert json.loads(capsys.readouterr().out) == json.loads(GOLDEN.read_text(encoding="utf-8"))


if __name__ == "__main__":
    with TemporaryDirectory() as place:
        scored = score_data(score_unit(read_unit(fill(Path(place) / "iku.xlsx"))))
    GOLDEN.write_text(json.dumps(scored, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

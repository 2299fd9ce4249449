"""Quality of a table judged from the table: what is found is what was put in, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_sim import assess_quality, corrupt, load_rules
from kpi_sim.errors import FaultsError, LabIkuError
from kpi_sim.frictions.assessment import QualityReport
from kpi_sim.frictions.flaws import KINDS

ROOT = Path(__file__).resolve().parents[2]
HEADER = {item["id"]: "terisi" for item in load_rules("satu-data-39-2019")["header"]["items"]}
FIELDS = [
    {"name": "person", "type": "string", "description": "Nomor buatan.", "constraints": {"required": True, "pattern": "P[0-9]{2}"}},
    {"name": "area", "type": "string", "description": "Kabupaten.", "constraints": {"enum": ["Bungo", "Tebo"]}},
    {"name": "born", "type": "date", "description": "Tanggal lahir.", "constraints": {"required": True, "maximum": "2026-06-30"}},
    {"name": "issued", "type": "date", "description": "Tanggal akta.", "constraints": {}},
    {"name": "days", "type": "number", "unit": "hari", "description": "Lama terbit.", "constraints": {"minimum": 0}},
    {"name": "asked", "type": "integer", "description": "Berkas diminta.", "constraints": {"minimum": 0}},
    {"name": "given", "type": "integer", "description": "Berkas diserahkan.", "constraints": {"minimum": 0}},
]  # fmt: skip
SCHEMA = {
    **HEADER,
    "fields": FIELDS,
    "primaryKey": ["person"],
    "reporting": {"happened": "born", "recorded": "issued", "days": 60},
    "relations": ["given <= asked"],
}


def births(rows: int = 12) -> pd.DataFrame:
    """A register of birth certificates without a flaw, made up."""
    number = np.arange(rows)
    born = pd.Timestamp("2026-01-05") + pd.to_timedelta(number * 7, unit="D")
    return pd.DataFrame(
        {
            "person": [f"P{n:02d}" for n in number],
            "area": np.array(["Bungo", "Tebo"])[number % 2],
            "born": born,
            "issued": born + pd.to_timedelta(5 + number % 4, unit="D"),
            "days": 1.0 + number % 3,
            "asked": 4 + number % 2,
            "given": 4,
        }
    )


def test_a_register_without_a_flaw_is_not_doubted():
    report = assess_quality(births(), SCHEMA)
    assert report.findings == ()
    assert report.scores == dict.fromkeys(report.scores, 100.0)
    assert report.total == 100


def test_the_four_flaws_of_the_exercise_are_found_in_their_rows():
    """E7.1: one person twice, one cell empty, one certificate before the birth, one "24" among days."""
    frame = births()
    frame.loc[6, "person"] = "P02"
    frame.loc[3, "born"] = pd.NaT
    frame.loc[8, "issued"] = frame.loc[8, "born"] - pd.Timedelta(days=2)
    frame.loc[10, "days"] = 24.0
    found = {finding.check: finding for finding in assess_quality(frame, SCHEMA).findings}
    assert {check: finding.rows for check, finding in found.items()} == {
        "empty": (4,),
        "duplicate": (7,),
        "before": (9,),
        "scale": (11,),
    }
    assert found["duplicate"].message == "1 baris ganda. Baris 7."
    assert found["empty"].message == '1 sel kosong pada kolom wajib "born". Baris 4.'
    assert found["before"].message == "1 baris tercatat sebelum kejadiannya. Baris 9."


def test_accuracy_is_the_share_of_cells_not_in_doubt():
    frame = births(10)
    frame.loc[0, "area"] = "Kerinci"  # no code of the list
    frame.loc[1, "days"] = -1.0
    frame.loc[2, "person"] = "XX"
    assert assess_quality(frame, SCHEMA).scores["accuracy"] == pytest.approx(100 * (1 - 3 / 70))


def test_late_and_never_recorded_births_are_not_timely():
    frame = births(10)
    frame.loc[[1, 4], "issued"] += pd.Timedelta(days=90)
    frame.loc[5, "issued"] = pd.NaT
    report = assess_quality(frame, SCHEMA)
    assert report.scores["timeliness"] == pytest.approx(70)
    (late,) = report.findings
    assert late.message == (
        "3 baris dicatat lebih dari 60 hari sesudah kejadian, atau belum dicatat. Baris 2, 5, 6."
    )


def test_who_has_not_reported_is_named_and_is_not_zero():
    """K701: nine of eleven areas report; two are missing, not zero."""
    areas = [f"Wilayah {n}" for n in range(1, 12)]
    schema = {
        "fields": [{"name": "area"}, {"name": "deaths", "type": "integer"}],
        "coverage": {"area": areas},
    }
    report = assess_quality(pd.DataFrame({"area": areas[:9], "deaths": 4}), schema)
    (finding,) = [f for f in report.findings if f.check == "not-reported"]
    assert finding.message == "2 dari 11 laporan belum masuk: Wilayah 10, Wilayah 11."
    assert report.scores["accuracy"] == pytest.approx(100 * 9 / 11)


def test_a_jump_between_years_needs_a_note():
    frame = pd.DataFrame({"year": [2023, 2024, 2025], "deaths": [10, 11, 17]})
    schema = {
        "fields": [{"name": "year", "type": "year"}, {"name": "deaths", "type": "integer"}],
        "comparison": {"period": "year", "columns": ["deaths"]},
    }
    report = assess_quality(frame, schema)
    assert [f.message for f in report.findings if f.dimension == "comparability"] == [
        'Kolom "deaths" naik 54,5\u00a0% dari 2024 ke 2025 (11 menjadi 17); perlu catatan.'
    ]
    assert report.scores["comparability"] == 50


def test_relations_between_columns_are_held():
    frame = births()
    frame.loc[2, "given"] = 9
    report = assess_quality(frame, SCHEMA)
    assert [f.message for f in report.findings] == ["1 baris tidak memenuhi given <= asked. Baris 3."]


# ---- what corrupt puts in, assess_quality finds -----------------------------------------------------------------------

AREAS = ("Bungo", "Tebo", "Kota Jambi")
MONTHLY = {
    **HEADER,
    "fields": [
        {"name": "area", "type": "string", "description": "Wilayah.", "constraints": {"required": True}},
        {"name": "year", "type": "year", "description": "Tahun."},
        {"name": "month", "type": "integer", "description": "Bulan."},
        {"name": "ended", "type": "date", "description": "Akhir bulan."},
        {"name": "received", "type": "date", "description": "Laporan diterima.", "constraints": {"required": True}},
        {"name": "births", "type": "integer", "description": "Kelahiran.", "constraints": {"required": True, "maximum": 2000}},
        {"name": "days", "type": "number", "unit": "hari", "description": "Lama terbit."},
    ],
    "primaryKey": ["area", "year", "month"],
    "reporting": {"happened": "ended", "recorded": "received", "days": 20},
    "comparison": {"period": "year", "columns": ["births"]},
    "totals": {"column": "area", "whole": "Provinsi", "columns": ["births"]},
}  # fmt: skip
FLAWS = {
    "redefined": ({"share": 1.0, "columns": "births", "factor": 2, "since": 2025}, "jump", set()),
    "double_counted": ({"share": 0.1, "columns": "births", "into": "Kota Jambi", "where": {"area": list(AREAS)}}, "total", set()),
    "wrong_unit": ({"share": 0.1, "columns": "days", "factor": 24}, "scale", set()),
    "heaped": ({"share": 0.6, "columns": "days"}, "heaped", set()),
    "mistyped": ({"share": 0.2, "columns": "births"}, "total", {"outside", "jump"}),
    "late": ({"share": 0.2, "columns": "received"}, "late", set()),
    "missing": ({"share": 0.1, "columns": "births"}, "empty", {"total", "jump"}),
    "duplicate": (0.1, "duplicate", {"total", "jump"}),
}  # fmt: skip


def monthly() -> pd.DataFrame:
    """Births of three areas and their province in 24 months, without a flaw, made up."""
    rng = np.random.default_rng(5)
    rows = []
    for moment in pd.date_range("2024-01-31", periods=24, freq="ME"):
        births = rng.integers(181, 229, len(AREAS))
        for area, count in zip((*AREAS, "Provinsi"), (*births, births.sum()), strict=True):
            received, days = moment + pd.Timedelta(days=int(rng.integers(2, 9))), round(rng.uniform(8, 33), 1)
            rows.append((area, moment.year, moment.month, moment, received, int(count), days))
    return pd.DataFrame(rows, columns=["area", "year", "month", "ended", "received", "births", "days"])


def test_a_table_whose_areas_add_up_and_whose_figures_are_counted_is_not_doubted():
    assert assess_quality(monthly(), MONTHLY).findings == ()


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_error_that_can_be_put_in_is_found(kind: str):
    flaw, check, beside = FLAWS[kind]
    flawed = corrupt(monthly(), {kind: flaw}, seed=3)
    report = assess_quality(flawed.frame, MONTHLY)
    found = {finding.check for finding in report.findings}
    assert check in found and found <= {check} | beside
    assert report.total < assess_quality(monthly(), MONTHLY).total


def test_areas_that_add_up_to_more_than_the_whole_are_told_with_both_numbers():
    frame = monthly()
    frame.loc[2, "births"] += 12  # Kota Jambi, January 2024
    (finding,) = assess_quality(frame, MONTHLY).findings
    whole = int(frame.loc[3, "births"])
    assert finding.message == (
        f'Jumlah wilayah pada kolom "births" lebih 12 dari Provinsi (2024 1): {whole + 12}, seharusnya {whole}. '
        "Mungkin ada yang terhitung di dua wilayah."
    )
    frame.loc[2, "births"] -= 30
    (finding,) = assess_quality(frame, MONTHLY).findings
    assert "kurang 18 dari Provinsi" in finding.message and "belum lengkap" in finding.message
    assert assess_quality(frame, MONTHLY).scores["comparability"] < 100


def test_a_single_table_of_areas_and_their_whole_needs_no_period():
    frame = pd.DataFrame({"area": ["A", "B", "Semua"], "deaths": [3, 4, 6]})
    schema = {
        "fields": [{"name": "area"}, {"name": "deaths", "type": "integer"}],
        "totals": {"column": "area", "whole": "Semua", "columns": ["deaths"]},
    }
    told = [f.message for f in assess_quality(frame, schema).findings if f.check == "total"]
    assert told == [
        'Jumlah wilayah pada kolom "deaths" lebih 1 dari Semua: 7, seharusnya 6. '
        "Mungkin ada yang terhitung di dua wilayah."
    ]


def test_rounding_is_told_of_many_values_only_and_with_what_chance_makes():
    minutes = np.arange(7, 67)
    frame = pd.DataFrame({"minutes": np.where(minutes % 3 == 0, minutes, 5 * np.round(minutes / 5))})
    schema = {"fields": [{"name": "minutes", "type": "number"}]}
    (told,) = [f for f in assess_quality(frame, schema).findings if f.check == "heaped"]
    multiples = int((frame["minutes"] % 5 == 0).sum())
    assert told.count == multiples > 24
    assert told.message == (
        f'{multiples} dari 60 nilai pada kolom "minutes" kelipatan 5; kebetulan hanya membuat sekitar 12. '
        "Mungkin dibulatkan."
    )
    for honest in (
        frame[:49],
        pd.DataFrame({"minutes": minutes}),
        pd.DataFrame({"minutes": [1.0, 5.0] * 40}),
    ):
        assert "heaped" not in {f.check for f in assess_quality(honest, schema).findings}
    paid = {"fields": [{"name": "minutes", "type": "number", "unit": "ribu rupiah"}]}
    assert "heaped" not in {f.check for f in assess_quality(frame, paid).findings}  # money is round by nature


def test_totals_that_cannot_be_read_are_told():
    with pytest.raises(LabIkuError) as caught:
        assess_quality(monthly(), {**MONTHLY, "totals": {"column": "area"}})
    assert caught.value.sentence() == (
        'Skema tabel tidak dapat dibaca: isian "totals" belum lengkap. '
        'Tulis {"column": kolom wilayah, "whole": nama keseluruhan, "columns": [kolom, …]}.'
    )


def test_a_column_that_is_not_there_or_empty_is_not_relevant():
    frame = births().drop(columns="area").assign(days=np.nan)
    report = assess_quality(frame, SCHEMA)
    assert report.scores["relevance"] == pytest.approx(100 * 5 / 7)
    assert [f.message for f in report.findings] == [
        'Kolom "area" tidak ada.',
        'Kolom "days" ada, tetapi kosong seluruhnya.',
    ]


def test_metadata_that_is_missing_is_named():
    bare = [{"name": "n", "type": "number", "description": "Lama."}]
    report = assess_quality(pd.DataFrame({"n": [1.0]}), {**HEADER, "contact": "", "fields": bare})
    assert report.scores["accessibility"] == pytest.approx(100 * 9 / 11)
    assert [f.message for f in report.findings] == [
        "Metadata belum lengkap: narahubung.",
        "Kolom tanpa keterangan atau satuan: n.",
    ]


def test_what_a_table_cannot_show_stays_unsaid():
    report = assess_quality(pd.DataFrame({"note": ["a"]}), {**HEADER, "fields": [{"name": "note", "description": "Catatan."}]})  # fmt: skip
    assert report.scores["timeliness"] is None and report.scores["comparability"] is None
    assert report.total == 100
    assert report.to_frame()["score"].isna().sum() == 2


def test_total_weighs_the_aspects_as_epss_does():
    """Aspects 3, 2, 3, 2, 3 give 2,63 (data of EPSS applications, regulations.md §7)."""
    items = load_rules("satu-data-39-2019")["dimensions"]["items"]
    scores = dict(zip([item["id"] for item in items], [3, 2, 3, 2, 3], strict=True))
    weights = {item["id"]: float(item["weight"]) for item in items}
    assert QualityReport(scores, {}, weights, (), 1).total == pytest.approx(2.63)


@pytest.mark.parametrize("name", ["skm_dukcapil"])
def test_the_synthetic_register_keeps_its_own_schema(name: str):
    frame = pd.read_csv(ROOT / "datasets" / "synthetic" / f"{name}.csv")
    report = assess_quality(frame, ROOT / "datasets" / "schema" / f"{name}.json")
    assert report.scores["relevance"] == report.scores["accuracy"] == 100


@settings(max_examples=25)
@given(st.floats(0, 1), st.floats(0, 1), st.integers(0, 2**31))
def test_more_empty_cells_never_raise_accuracy(one: float, other: float, seed: int):
    small, large = sorted([one, other])
    frame = births(20)
    scores = [
        assess_quality(
            corrupt(frame, {"missing": {"share": s, "columns": ["person", "born"]}}, seed=seed).frame, SCHEMA
        ).scores["accuracy"]
        for s in (small, large)
    ]
    assert 0 <= scores[1] <= scores[0] <= 100


def test_every_copy_put_in_is_found():
    found = corrupt(births(24), {"duplicate": 0.5}, seed=3)
    (finding,) = assess_quality(found.frame, SCHEMA).findings
    assert finding.count == found.count("duplicate") > 5
    assert finding.rows == tuple(int(row) + 1 for row in np.flatnonzero(found.copies))


MESSY = {
    "mixed": [1, "a", None, 2.5, pd.Timestamp("2024-01-01").date()],
    "zoned": pd.date_range("2024-01-01", periods=5, tz="Asia/Jakarta"),
    "months": pd.period_range("2024-01", periods=5, freq="M"),
    "categories": pd.Categorical(["a", "b", "a", None, "b"]),
    "nullable": pd.array([1, None, 3, 4, 5], dtype="Int64"),
    "endless": [1.0, np.inf, -np.inf, np.nan, 0.0],
    "lists": [[1], [2], [3], [4], [5]],
}


@pytest.mark.parametrize("column", MESSY)
@pytest.mark.parametrize("kind", ["string", "integer", "number", "date", "year", "boolean"])
def test_any_column_is_judged_without_a_traceback(column: str, kind: str):
    frame = pd.DataFrame({column: MESSY[column], "area": ["A", "B", "A", "B", "A"]})
    schema = {
        "fields": [{"name": column, "type": kind, "constraints": {"required": True, "unique": True}}, {"name": "area"}],
        "primaryKey": [column],
        "relations": [f"{column} <= area"],
        "reporting": {"happened": column, "recorded": column, "days": 3},
        "comparison": {"period": column, "columns": [column]},
        "coverage": {"area": ["A", "C"]},
    }  # fmt: skip
    for score in assess_quality(frame, schema).scores.values():
        assert score is None or 0 <= score <= 100
    assert corrupt(frame, {"duplicate": 0.5, "mistyped": 0.5, "heaped": 0.5}, seed=1).restore() is not None


def test_text_that_is_a_number_with_a_comma_is_not_read_silently():
    frame = pd.DataFrame({"rate": ["86,4", "80.1", "x"]})
    report = assess_quality(frame, {"fields": [{"name": "rate", "type": "number"}]})
    assert '2 sel pada kolom "rate" bukan bilangan. Baris 1, 3.' in [f.message for f in report.findings]


def test_the_table_is_left_as_it_was():
    frame = births()
    before = frame.copy()
    assess_quality(frame, SCHEMA)
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ({}, 'Skema tabel tidak dapat dibaca: daftar kolom (fields) tidak ada. Tulis "fields": [{"name": "…", "type": "integer"}, …].'),
        ({"fields": [{"name": "n", "type": "angka"}]}, 'Jenis kolom "n": "angka" tidak ada. Yang tersedia: boolean, date, integer, number, string, year.'),
        ({"fields": [{"name": "n"}], "relations": ["n kurang m"]}, 'Skema tabel tidak dapat dibaca: hubungan "n kurang m" tidak terbaca. Tulis dua kolom dengan tanda di antaranya, misalnya "lulusan <= murid".'),
        ({"fields": [{"name": "n", "type": "integer", "constraints": {"minimum": "nol"}}]}, 'Skema tabel tidak dapat dibaca: batas "minimum" pada kolom "n" tidak terbaca. Tulis bilangan pada kolom bilangan, atau tanggal TTTT-BB-HH pada kolom tanggal.'),
        ({"fields": [{"name": "n", "constraints": {"pattern": "["}}]}, 'Skema tabel tidak dapat dibaca: batas "pattern" pada kolom "n" tidak terbaca. Tulis pola (regular expression) yang lengkap.'),
        ({"fields": [{"name": "n", "constraints": {"enum": "ya"}}]}, 'Skema tabel tidak dapat dibaca: batas "enum" pada kolom "n" tidak terbaca. Tulis daftar isi yang boleh, misalnya ["ya", "tidak"].'),
        ({"fields": [{"name": "n"}], "primaryKey": "nn"}, 'Kolom "nn" tidak ditemukan. Maksud Anda "n"? Kolom yang ada: n. Samakan namanya, atau sebutkan padanannya.'),
        ({"fields": [{"name": "n"}], "coverage": ["n"]}, 'Skema tabel tidak dapat dibaca: isian "coverage" belum lengkap. Tulis {kolom: [isi yang seharusnya ada, …]}.'),
        ({"fields": [{"name": "n"}], "comparison": {"period": "n"}}, 'Skema tabel tidak dapat dibaca: isian "comparison" belum lengkap. Tulis {"period": kolom, "columns": [kolom, …]}.'),
        ({"fields": [{"name": "n"}], "reporting": {"happened": "n"}}, 'Skema tabel tidak dapat dibaca: isian "reporting" belum lengkap. Tulis {"happened": kolom, "recorded": kolom, "days": batas hari}.'),
    ],
)  # fmt: skip
def test_schemas_that_cannot_be_read_are_told(schema, said: str):
    with pytest.raises(LabIkuError) as caught:
        assess_quality(births(), schema)
    assert str(caught.value) == said


def test_all_faults_of_a_schema_are_told_at_once(tmp_path: Path):
    path = tmp_path / "skema.json"
    path.write_text(
        json.dumps({"fields": [{"type": "date"}, {"name": "a", "type": "x"}], "primaryKey": ["b"]})
    )
    with pytest.raises(FaultsError) as caught:
        assess_quality(births(), path)
    assert caught.value.total == 3
    assert "ada kolom tanpa nama. Berkas skema.json." in str(caught.value)


def test_files_and_tables_that_are_not_there_are_told(tmp_path: Path):
    for name, content, part in (("tiada.json", None, "berkas tidak ada"), ("rusak.json", "{", "isinya bukan JSON")):  # fmt: skip
        if content:
            (tmp_path / name).write_text(content)
        with pytest.raises(LabIkuError, match=part):
            assess_quality(births(), tmp_path / name)
    with pytest.raises(LabIkuError, match="Tabel belum berisi data"):
        assess_quality(births(0), SCHEMA)

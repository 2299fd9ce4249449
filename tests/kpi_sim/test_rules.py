"""Regulations as data: complete, honest about what is verified, and readable faults."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import kpi_sim
from kpi_sim.errors import FaultsError, OutOfRangeError, RuleFileError, UnknownNameError
from kpi_sim.rules import list_rules, load_rules, rules_in_force

FOLDER = Path(kpi_sim.__file__).parent / "rules"
IDS = [info.id for info in list_rules()]


def test_the_rules_of_the_contract_are_there():
    assert {
        "skm-14-2017",
        "kinerja-6-2022",
        "capaian-kemenkeu-2026",
        "capaian-permendagri-86-2017",
    } <= set(IDS)


@pytest.mark.parametrize("rule_id", IDS)
def test_every_table_says_where_it_comes_from(rule_id: str):
    rules = load_rules(rule_id)
    assert rules.id == rule_id
    assert rules.source and rules.regulation and rules.tables
    for table in rules.tables.values():
        assert len(table.source) > 10
        assert table.kind in {"regulation", "practice", "interpretation", "assumption"}
        if table.kind in {"interpretation", "assumption"}:
            assert not table.verified, f"{rule_id}.{table.name}: our own reading is never verified"


@pytest.mark.parametrize("rule_id", IDS)
def test_a_table_that_nobody_confirmed_is_not_called_verified(rule_id: str):
    for table in load_rules(rule_id).tables.values():
        if "belum diperiksa" in table.source:
            assert not table.verified


@pytest.mark.parametrize("rule_id", IDS)
def test_bands_tile_the_scale_without_gap(rule_id: str):
    """Every value of the scale at two decimals finds exactly one band; ends included."""
    for table in load_rules(rule_id).tables.values():
        if not table.bands:
            continue
        low = table.scale[0] if table.scale[0] is not None else (table.bands[-2].lower or Decimal(0)) - 10
        high = table.scale[1] if table.scale[1] is not None else (table.bands[0].lower or Decimal(0)) + 10
        step = Decimal("0.01")
        ranks = [table.classify(low + step * i).rank for i in range(int((high - low) / step) + 1)]
        assert ranks == sorted(ranks, reverse=True)
        assert set(ranks) == set(range(len(table.bands)))


def test_unknown_rule_names_the_nearest():
    with pytest.raises(UnknownNameError) as caught:
        load_rules("skm-14-2071")
    assert str(caught.value).startswith('Aturan "skm-14-2071" tidak ada. Maksud Anda "skm-14-2017"?')
    assert "capaian-kemenkeu-2026" in str(caught.value)


def test_unknown_table_names_what_there_is():
    with pytest.raises(UnknownNameError, match="grades"):
        load_rules("skm-14-2017")["grade"]


def test_tables_cannot_be_changed_by_a_reader():
    items = load_rules("skm-14-2017")["elements"]["items"]
    with pytest.raises(TypeError):
        items[0]["label"] = "lain"  # type: ignore[index]
    with pytest.raises(TypeError):
        load_rules("skm-14-2017").tables["grades"] = None  # type: ignore[index]


def test_list_rules_tells_what_is_not_verified():
    by_id = {info.id: info for info in list_rules()}
    assert "sample_size" in by_id["skm-14-2017"].unverified_tables
    assert "distribution" in by_id["kinerja-6-2022"].unverified_tables
    assert "traffic_light" in by_id["capaian-kemenkeu-2026"].unverified_tables


def test_numbers_in_rule_files_are_decimal_not_float():
    for file in FOLDER.glob("*.toml"):
        table = tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
        assert table["id"] == file.stem
        for loaded in load_rules(table["id"]).tables.values():
            assert not any(isinstance(value, float) for value in loaded.values.values())


def test_rules_in_force_picks_by_day():
    assert rules_in_force("skm", date(2026, 11, 24)).id == "skm-14-2017"
    with pytest.raises(UnknownNameError, match="1990-01-01"):
        rules_in_force("skm", date(1990, 1, 1))
    with pytest.raises(UnknownNameError, match="Keluarga aturan"):
        rules_in_force("smk", date(2026, 1, 1))


def test_a_dinas_may_bring_its_own_scale(tmp_path: Path):
    """A regional LKjIP often caps at 100 (regulations.md §4.3): configuration, not code."""
    own = tmp_path / "capaian-kami.toml"
    own.write_text(
        'id = "capaian-kami"\nfamily = "capaian"\ntitle = "Skala kami"\nregulation = "Perbup contoh"\n'
        'source = "asumsi: contoh uji"\nverified = false\n'
        '[tables.index]\ntitle = "Batas"\nsource = "contoh uji"\nverified = false\nkind = "assumption"\ncap = 100\n'
        '[tables.categories]\ntitle = "Kategori"\nsource = "contoh uji"\nverified = false\nkind = "assumption"\n'
        'classify_on = "raw"\nbands = [{ id = "tercapai", label = "Tercapai", min = 100 },'
        ' { id = "belum", label = "Belum tercapai" }]\n',
        encoding="utf-8",
    )
    assert kpi_sim.achievement(100, 80, "maximize", rule=own) == 100
    assert kpi_sim.achievement_category(99, rule=own).label == "Belum tercapai"


def test_a_broken_rule_file_tells_all_its_faults_at_once(tmp_path: Path):
    file = tmp_path / "rusak.toml"
    file.write_text(
        'id = "rusak"\ntitle = "Rusak"\n[tables.a]\ntitle = "A"\nsource = "s"\nverified = true\nkind = "tebak"\n'
        'bands = [{ id = "x", label = "X", min = 1 }, { id = "y", label = "Y", min = 5 }]\n',
        encoding="utf-8",
    )
    with pytest.raises(FaultsError) as caught:
        load_rules(file)
    text = str(caught.value)
    for part in (
        '"family" belum ada',
        '"kind" harus salah satu',
        '"classify_on"',
        "berurutan dari yang tertinggi",
    ):
        assert part in text


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("id = ", "bukan TOML yang sah, ada yang belum ditutup di akhir berkas"),
        ("format = 2\n", "formatnya versi 2, lebih baru"),
    ],
)
def test_a_file_that_is_no_rule_is_refused_in_words(tmp_path: Path, content: str, says: str):
    file = tmp_path / "aturan.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(RuleFileError, match=says):
        load_rules(file)


HEAD = 'id = "x"\nfamily = "capaian"\ntitle = "X"\nregulation = "Contoh"\nsource = "contoh uji"\nverified = false\n'
TABLE = 'title = "T"\nsource = "contoh uji"\nverified = false\nkind = "assumption"\n'


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (f"{HEAD}valid_from = 2026\n[tables]\n", "bukan tanggal seperti 2026-04-29"),
        (f"{HEAD}tables = 3\n", "bukan kumpulan tabel"),
        (f"{HEAD}[tables]\na = 1\n", 'tabel "a" bukan tabel'),
        (f"{HEAD}[tables.a]\nsource = 's'\nverified = true\nkind = 'practice'\n", 'belum mempunyai "title"'),
        (f"{HEAD}[tables.a]\n{TABLE.replace('false', '1')}", '"verified" harus true atau false'),
        (f"{HEAD}[tables.index]\n{TABLE}cap = nan\n", '"cap" harus bilangan'),
        (f"{HEAD}[tables.stabilise]\n{TABLE}points = [[0, 0]]\n", '"points" harus sedikitnya dua pasangan'),
        (
            f"{HEAD}[tables.stabilise]\n{TABLE}points = [[9, 0], [0, 9]]\n",
            '"points" harus sedikitnya dua pasangan',
        ),
        (f"{HEAD}[tables.a]\n{TABLE}classify_on = 'raw'\nbands = []\n", '"bands" harus daftar'),
        (
            f"{HEAD}[tables.a]\n{TABLE}classify_on = 'raw'\nbands = [{{id = 'A'}}]\n",
            "memerlukan id dan label",
        ),
        (
            f"{HEAD}[tables.a]\n{TABLE}classify_on = 'raw'\nbands = [{{id = 'A', label = 'A', min = 'x'}}]\n",
            "harus bilangan",
        ),
        (
            f"{HEAD}[tables.a]\n{TABLE}classify_on = 'raw'\n"
            "bands = [{id = 'A', label = 'A'}, {id = 'B', label = 'B', min = 1}]\n",
            "hanya kategori terakhir",
        ),
    ],
)
def test_each_fault_of_a_rule_file_is_told(tmp_path: Path, content: str, says: str):
    file = tmp_path / "aturan.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(RuleFileError) as caught:
        load_rules(file)
    assert says in str(caught.value)
    assert "aturan.toml" in str(caught.value)


def test_a_missing_rule_file_is_named(tmp_path: Path):
    with pytest.raises(RuleFileError, match="berkas tidak ada"):
        load_rules(tmp_path / "tidak-ada.toml")


def test_value_outside_the_scale_says_what_would_be_right():
    with pytest.raises(OutOfRangeError) as caught:
        load_rules("skm-14-2017")["grades"].classify(Decimal("100.5"))
    assert str(caught.value) == (
        "Nilai SKM bernilai 100,5, di luar yang mungkin. Isi bilangan dari 25 sampai 100."
    )

"""Design review: every bad card gives its findings, good cards give no error, each rule fires and stays silent."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from cards import BAD, GOOD, card
from hypothesis import given
from strategies import indicators

from kpi_sim import Indicator, design_rules, review_design
from kpi_sim.errors import EmptyDataError
from kpi_sim.indicators import design_set
from kpi_sim.indicators.design import CARD_CHECKS, SEVERITIES
from kpi_sim.indicators.indicator import FIELD_LABELS


def rules_of(indicator: Indicator | list[Indicator]) -> set[str]:
    return {finding.rule for finding in review_design(indicator)}


# --- the cards of the course --------------------------------------------------------------------


@pytest.mark.parametrize("name", BAD)
def test_a_bad_card_gives_its_findings(name: str):
    cards, required = BAD[name]
    found = rules_of(cards if len(cards) > 1 else cards[0])
    assert required <= found, required - found


def test_two_cards_of_the_set_are_activities():
    cards, _ = BAD["B10"]
    activities = [f.indicator for f in review_design(cards) if f.rule == "activity-level"]
    assert activities == ["Serapan anggaran", "Jumlah rapat SAKIP"]


@pytest.mark.parametrize("name", GOOD)
def test_a_good_card_gives_no_error_and_no_warning(name: str):
    grave = [f for f in review_design(GOOD[name]) if f.severity != "info"]
    assert grave == []


def test_the_good_cards_together_are_a_fine_set():
    cards = [replace(c, weight=w) for c, w in zip(GOOD.values(), (20, 20, 20, 20, 10, 10), strict=True)]
    assert [f.rule for f in review_design(cards) if f.severity != "info"] == []


# --- the rules as data --------------------------------------------------------------------------


def test_every_rule_has_one_check_and_every_check_one_rule():
    rules = set(design_rules())
    assert rules == set(CARD_CHECKS) | set(design_set.CHECKS)
    assert len(rules) >= 25


@pytest.mark.parametrize(
    ("name", "level", "claim_seen_through"),
    [
        ("Jumlah kader terlatih", "output", True),
        ("Persentase persalinan di faskes", "outcome", False),
        ("AKI", "impact", False),
        ("Jumlah rapat koordinasi", "process", True),
        ("Realisasi anggaran", "input", True),
    ],
)
def test_worked_classifications(name: str, level: str, claim_seen_through: bool):
    """regulations.md §3.4: the right level is accepted; a lower one that calls itself an outcome is not."""
    assert "level-mismatch" not in rules_of(replace(FINE, name=name, level=level))
    assert ("level-mismatch" in rules_of(replace(FINE, name=name, level="outcome"))) is claim_seen_through


@pytest.mark.parametrize("rule", design_rules())
def test_every_rule_says_what_why_and_where_from(rule: str):
    item = design_rules()[rule]
    assert item["severity"] in SEVERITIES
    assert item["field"] in FIELD_LABELS
    for text in (item["message"], item["suggestion"], item["source"]):
        assert text[0].isupper() or text.startswith(('"', "{", "asumsi"))
        assert len(text) > 8
    assert item["message"].endswith(".") and item["suggestion"].endswith((".", "?"))
    if item["source"].startswith("asumsi") or "belum diperiksa" in item["source"]:
        assert not item["verified"]


# one card for each rule that must fire, and a change after which it must be silent
FINE = GOOD["G2"]
CASES: dict[str, tuple[dict[str, object], dict[str, object]]] = {
    "activity-level": ({"name": "Jumlah sosialisasi stunting"}, {"name": "Prevalensi stunting balita"}),
    "level-mismatch": ({"name": "Jumlah kader terlatih"}, {"name": "Jumlah kematian ibu"}),
    "level-missing": ({"level": None}, {}),
    "target-in-name": (
        {"name": "Cakupan imunisasi 95 %"},
        {"name": "Cakupan imunisasi anak usia 12–23 bulan"},
    ),
    "goal-as-name": ({"name": "Meningkatnya mutu layanan"}, {}),
    "vague-term": (
        {"name": "Persentase jalan kondisi baik"},
        {
            "name": "Persentase jalan kondisi baik",
            "definition": "Kondisi baik: IRI paling tinggi 4, seluruh jalan provinsi",
        },
    ),
    "double-barrelled": (
        {"name": "Persentase kelulusan dan angka melanjutkan"},
        {"name": "Persentase ibu dan anak yang terlindungi"},
    ),
    "acronym-ambiguous": ({"name": "APS SMP"}, {"name": "Angka Partisipasi Sekolah (APS) SMP"}),
    "name-too-long": ({"name": "Persentase " + "kata " * 25}, {}),
    "objective-missing": ({"objective": ""}, {}),
    "definition-missing": ({"definition": ""}, {}),
    "definition-no-scope": ({"definition": "Ibu bersalin di fasilitas kesehatan yang ada"}, {}),
    "formula-missing": ({"formula": ""}, {}),
    "percent-no-denominator": (
        {"formula": "jumlah persalinan × 100"},
        {"formula": "persalinan / kehamilan × 100"},
    ),
    "denominator-wrong": (
        {"name": "Angka kematian bayi", "formula": "kematian bayi ÷ penduduk × 1.000", "definition": ""},
        {"name": "Angka kematian bayi", "formula": "kematian bayi ÷ kelahiran hidup × 1.000"},
    ),
    "unfinished-excluded": (
        {"name": "Persentase izin tepat waktu"},
        {
            "name": "Persentase izin tepat waktu",
            "definition": "Termasuk berkas yang belum selesai dan lewat batas",
        },
    ),
    "no-unit": ({"unit": ""}, {}),
    "scale-mismatch": (
        {"unit": "per 1.000 kelahiran hidup", "formula": "kematian ÷ kelahiran hidup × 100.000"},
        {"unit": "per 100.000 kelahiran hidup", "formula": "kematian ÷ kelahiran hidup × 100.000"},
    ),
    "ratio-averaged": (
        {"location_rule": "rata-rata"},
        {"name": "Rata-rata lama sekolah", "unit": "tahun", "location_rule": "rata-rata"},
    ),
    "period-rule": (
        {"period_rule": "jumlah"},
        {"unit": "orang", "name": "Jumlah penerima", "period_rule": "jumlah"},
    ),
    "polarity-missing": ({"polarity": None}, {}),
    "polarity-mismatch": (
        {"name": "Tingkat kemiskinan"},
        {"name": "Persentase penduduk miskin yang menerima bantuan"},
    ),
    "no-baseline": ({"baseline": None}, {}),
    "baseline-year-missing": ({"baseline_year": None}, {}),
    "baseline-after-target": ({"baseline_year": 2027}, {"baseline_year": 2026}),
    "no-target": ({"targets": {}}, {}),
    "target-not-better": ({"targets": {"2026": 90}}, {"baseline": 100, "targets": {"2026": 100}}),
    "targets-against-polarity": ({"targets": {"2026": 95, "2027": 93}}, {}),
    "targets-flat": ({"targets": {"2026": 95, "2027": 95}}, {"targets": {"2026": 100, "2027": 100}}),
    "target-leap": ({"baseline": 50}, {"baseline": 50, "baseline_year": 2022}),
    "target-over-max": (
        {"targets": {"2026": 101}},
        {"name": "Angka partisipasi kasar SD", "targets": {"2026": 101}},
    ),
    "target-zero": (
        {"name": "Jumlah kematian ibu", "polarity": "minimize", "targets": {"2026": 0}},
        {"name": "Jumlah kematian ibu", "polarity": "minimize", "targets": {"2026": 0}, "worst": 12},
    ),
    "no-headroom": ({"baseline": "99,5", "targets": {"2026": "99,9"}}, {}),
    "small-numerator": ({"baseline_numerator": 19}, {"baseline_numerator": 20}),
    "instrument-break": (
        {"baseline_source": "Riskesdas 2018"},
        {"baseline_source": "register kohort ibu 2025"},
    ),
    "no-source": ({"data_source": "Laporan."}, {}),
    "self-selected": ({"data_source": "formulir daring yang diisi pengunjung"}, {}),
    "owner-missing": ({"owner": ""}, {}),
    "owner-is-person": ({"owner": "Siti Aminah, S.KM"}, {"owner": "Kepala Seksi Kesehatan Ibu dan Anak"}),
    "frequency-missing": ({"frequency": None}, {}),
    "frequency-mismatch": (
        {"data_source": "Susenas", "frequency": "triwulanan"},
        {"data_source": "survei kepuasan masyarakat", "frequency": "triwulanan"},
    ),
    "evidence-missing": ({"evidence": []}, {}),
    "limitations-missing": ({"limitations": ""}, {}),
    "not-controllable": ({"control": "rendah", "companion": ""}, {"control": "rendah"}),
    "quality-undefined": (
        {"validity": "exact", "control": "tinggi"},
        {"validity": "exact", "control": "rendah"},
    ),
    "activity-validity": ({"validity": "activity"}, {}),
    "gaming-risk": (
        {"name": "Angka putus sekolah", "polarity": "minimize", "gaming": ""},
        {"name": "Angka putus sekolah"},
    ),
}


def test_every_card_rule_has_a_case():
    assert set(CASES) == set(CARD_CHECKS)


@pytest.mark.parametrize("rule", CASES)
def test_each_card_rule_fires_where_it_must_and_not_elsewhere(rule: str):
    firing, silent = CASES[rule]
    assert rule in rules_of(replace(FINE, **firing))
    assert rule not in rules_of(replace(FINE, **silent))


def named(*names: str, **same: object) -> list[Indicator]:
    return [card(name=name, **same) for name in names]


SETS: dict[str, tuple[list[Indicator], list[Indicator]]] = {
    "weights-not-100": (
        [card(name="A", weight=60), card(name="B", weight=50)],
        [card(name="A", weight=60), card(name="B", weight=40)],
    ),
    "weight-missing": ([card(name="A", weight=100), card(name="B")], named("A", "B")),
    "weight-concentrated": (
        [card(name="A", weight=51), card(name="B", weight=49)],
        [card(name="A", weight=50), card(name="B", weight=50)],
    ),
    "too-many": (named(*map(str, range(11))), named(*map(str, range(10)))),
    "duplicate": (
        named("Angka kelulusan SMP", "Persentase kelulusan SMP"),
        named("Angka kelulusan SMP", "Angka kelulusan SD"),
    ),
    "code-duplicate": (named("A", "B", code="1"), [card(name="A", code="1"), card(name="B", code="2")]),
    "no-outcome": (
        named("A", "B", level="keluaran"),
        [card(name="A", level="keluaran"), card(name="B", level="hasil")],
    ),
}


@pytest.mark.parametrize("rule", design_set.CHECKS)
def test_each_set_rule_fires_where_it_must_and_not_elsewhere(rule: str):
    firing, silent = SETS[rule]
    assert rule in rules_of(firing)
    assert rule not in rules_of(silent)


# --- findings as people read them ---------------------------------------------------------------


def test_a_finding_reads_well():
    finding = next(f for f in review_design(BAD["B01"][0][0]) if f.rule == "target-in-name")
    assert (finding.severity_label, finding.field_label) == ("Harus diperbaiki", "Nama indikator")
    assert (
        finding.message
        == 'Nama memuat target ("12 kali"). Nama dipakai bertahun-tahun, target berganti tiap tahun.'
    )
    assert finding.suggestion == "Keluarkan angkanya dari nama dan tulis pada kolom target."


def test_weights_message_shows_the_sum():
    finding = next(f for f in review_design(BAD["B10"][0]) if f.rule == "weights-not-100")
    assert finding.message == "Bobot berjumlah 105, seharusnya 100."
    assert finding.indicator == ""


def test_the_gravest_come_first_and_the_set_last():
    findings = review_design(BAD["B10"][0])
    order = list(SEVERITIES)
    for name in {f.indicator for f in findings}:
        ranks = [order.index(f.severity) for f in findings if f.indicator == name and f.rule in CARD_CHECKS]
        assert ranks == sorted(ranks)
    kinds = [f.rule in CARD_CHECKS for f in findings]
    assert kinds == sorted(kinds, reverse=True)


def test_a_reversed_polarity_is_told_once_not_three_times():
    """B02: the targets fall because the indicator should be minimised; only the polarity is at fault."""
    found = rules_of(BAD["B02"][0][0])
    assert "polarity-mismatch" in found
    assert not {"target-not-better", "targets-against-polarity"} & found


@pytest.mark.parametrize(
    ("name", "rule", "fires"),
    [
        ("Persentil 90 waktu tunggu", "target-in-name", False),
        ("Cakupan layanan 12 kelas", "target-in-name", False),
        ("Nilai ujian 95", "target-in-name", True),  # equals the target of 2027
        ("Persentase anak putus sekolah yang kembali bersekolah", "polarity-mismatch", False),
        ("Persentase penurunan stunting", "polarity-mismatch", False),
        ("Kepatuhan dan kejadian infeksi", "polarity-mismatch", False),  # two directions in one name: open
        ("Angka Kematian Bayi", "scale-mismatch", True),  # percent is no unit for it
        ("Persentase kematian ibu yang diaudit", "denominator-wrong", False),
        ("Jumlah kematian ibu", "ratio-averaged", False),
        ("Persentase rumah layak huni", "vague-term", True),
        ("Persentase sarana dan prasarana terpelihara", "double-barrelled", False),
        ("Persentase ASN yang belajar minimal 20 JP", "target-in-name", False),  # defines who counts
        ("Persentase izin yang terbit paling sedikit 14 hari", "target-in-name", False),
        ("Jumlah peserta KB aktif", "activity-level", False),
        ("Jumlah peserta KB aktif", "level-mismatch", False),
        ("Jumlah peserta sosialisasi", "activity-level", True),
        ("Persentase terpenuhinya kebutuhan administrasi perkantoran", "activity-level", True),
        ("Persentase tersusunnya dokumen perencanaan", "activity-level", True),
        ("Jumlah wisatawan yang berkunjung", "level-mismatch", False),
        ("Waktu tanggap kebakaran", "unfinished-excluded", False),  # a fire is no file that can be put off
        ("Jumlah kasus kekerasan terhadap anak", "polarity-mismatch", True),
        ("Persentase korban kekerasan yang didampingi", "polarity-mismatch", False),
    ],
)
def test_names_that_are_easily_misread(name: str, rule: str, fires: bool):
    assert (rule in rules_of(replace(FINE, name=name))) is fires


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("Tingkat inflasi", "not-controllable"),
        ("Persentase pengaduan yang ditindaklanjuti", "gaming-risk"),
    ],
)
def test_a_name_that_needs_a_companion_indicator(name: str, rule: str):
    assert rule in rules_of(replace(FINE, name=name, companion=""))
    assert rule not in rules_of(replace(FINE, name=name))


def test_the_whole_number_in_a_name_is_shown():
    told = review_design(replace(FINE, name="Persentase pemakaian aplikasi sebesar 100 %"))
    (message,) = [finding.message for finding in told if finding.rule == "target-in-name"]
    assert message.startswith('Nama memuat target ("sebesar 100 %").')


def test_an_empty_draft_is_reviewed_too():
    found = rules_of(Indicator(name="Angka melek huruf"))
    assert {
        "no-unit",
        "no-target",
        "no-source",
        "definition-missing",
        "formula-missing",
        "polarity-missing",
    } <= found


def test_an_empty_set_is_refused():
    with pytest.raises(EmptyDataError):
        review_design([])


@given(indicators())
def test_any_card_is_reviewed_into_whole_sentences(indicator: Indicator):
    own = [value for value in vars(indicator).values() if isinstance(value, str) and "{" in value]
    for finding in review_design(indicator):
        said = finding.message
        for text in sorted(own, key=len, reverse=True):
            said = said.replace(text, "")  # braces that the card itself has
        assert not re.search(r"\{\w*\}", said)
        assert finding.indicator == indicator.name


@given(indicators())
def test_the_review_depends_on_nothing_but_the_card(indicator: Indicator):
    assert review_design(indicator) == review_design(Indicator.from_toml(indicator.to_toml()))

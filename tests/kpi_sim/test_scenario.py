"""Scenario files and what one may do with a scenario."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_sim import list_scenarios, load_scenario
from kpi_sim.errors import FaultsError, LabIkuError, OutOfRangeError, UnknownNameError
from kpi_sim.scenarios.models import MODELS
from kpi_sim.scenarios.parameter import DISTRIBUTIONS, SOURCE_KINDS, ParameterTypeError, UnknownParameterError
from kpi_sim.scenarios.reader import ScenarioFileError, WrongUnitError

OWN = """
format = 1
[meta]
id = "dukcapil-contoh"
title = "Dukcapil contoh"
model = "services"
[parameter."stage.counter.servers"]
value = 3
unit = "orang"
source = { kind = "measured", ref = "daftar piket Oktober 2026" }
[parameter.arrival_profile]
value = [20, 20, 20, 20, 6, 16, 16, 8]
unit = "orang/jam"
source = { kind = "measured", note = "mesin antrean, rata-rata sebulan" }
"""


def own(tmp_path: Path, text: str = OWN) -> Path:
    path = tmp_path / "dinas.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_scenario_has_a_model_and_every_model_a_scenario():
    assert {load_scenario(info.id).model for info in list_scenarios()} == set(MODELS)


@pytest.mark.parametrize("name", MODELS)
def test_every_parameter_says_what_it_is_and_where_it_comes_from(name: str):
    for parameter in load_scenario(name).items:
        low, high = parameter.range
        assert parameter.label and parameter.unit and low < high, parameter.name
        assert parameter.distribution in DISTRIBUTIONS
        assert parameter.source.kind in SOURCE_KINDS
        assert parameter.source.ref or parameter.source.note, parameter.name
        if parameter.source.kind == "assumed":
            assert len(parameter.source.note) > 20, f"{parameter.name}: an assumption needs its reasoning"


@pytest.mark.parametrize("name", MODELS)
def test_no_source_claims_a_measurement_that_nobody_made(name: str):
    """The package's own scenarios describe no real office, so nothing in them is "measured"."""
    assert all(p.source.kind != "measured" for p in load_scenario(name).items)


def test_replacing_leaves_the_original_as_it_was():
    scenario = load_scenario("services")
    other = scenario.replace({"stage.counter.servers": 4})
    assert (scenario["stage.counter.servers"], other["stage.counter.servers"]) == (2, 4)
    assert other.parameters["stage.counter.servers"].source.label == "asumsi"
    assert other.name == "services (stage.counter.servers=4)"


def test_hash_follows_the_values_and_nothing_else():
    scenario = load_scenario("services")
    there = scenario.replace({"online_share": 0.5})
    back = there.replace({"online_share": scenario["online_share"]}, label="kembali")
    assert scenario.hash == back.hash != there.hash
    assert scenario.replace({"stage.counter.servers": 2.0}).hash == scenario.hash


def test_a_scenario_survives_a_trip_to_another_process():
    scenario = load_scenario("services").replace({"online_share": 0.5})
    assert scenario.hash and scenario.parameters  # derived values are filled
    copy = pickle.loads(pickle.dumps(scenario))
    assert copy == scenario and copy.hash == scenario.hash


def test_all_wrong_changes_are_told_at_once():
    with pytest.raises(FaultsError) as caught:
        load_scenario("services").replace(
            {
                "stage.counter.server": 3,
                "online_share": 1.5,
                "arrival_level": "banyak",
                "stage.signing.servers": 1.5,
                "arrival_profile": [1, 2],
                "patience_mean": float("nan"),
            }
        )
    error = caught.value
    assert [type(fault) for fault in error.faults] == [
        UnknownParameterError,
        OutOfRangeError,
        ParameterTypeError,
        OutOfRangeError,
        ParameterTypeError,
        ParameterTypeError,
    ]
    assert error.faults[1].sentence() == (
        'Warga yang sudah mendaftar daring bernilai 1,5 bagian, di luar yang mungkin. Parameter "online_share". '
        "Skenario services. Isi bilangan dari 0 sampai 1."
    )
    assert error.faults[3].sentence() == (
        'Pejabat penanda tangan bernilai 1,5 orang, di luar yang mungkin. Parameter "stage.signing.servers". '
        "Skenario services. Isi bilangan bulat dari 1 sampai 10."
    )


def test_an_unknown_parameter_names_the_nearest():
    with pytest.raises(UnknownParameterError) as caught:
        load_scenario("services").replace({"stage.counter.server": 3})
    text = caught.value.sentence()
    assert text.startswith(
        'Parameter "stage.counter.server" tidak ada. Maksud Anda "stage.counter.servers"? Skenario services.'
    )


@given(st.sampled_from(load_scenario("services").items), st.floats(allow_nan=True, allow_infinity=True))
def test_any_number_is_taken_or_refused_in_words(parameter, number):
    if isinstance(parameter.value, tuple):
        number = [number] * len(parameter.value)
    try:
        taken = parameter.with_value(number)
    except LabIkuError as error:
        assert error.sentence()
    else:
        low, high = parameter.range
        values = taken.value if isinstance(taken.value, tuple) else (taken.value,)
        assert all(low <= value <= high for value in values)


def test_a_dinas_writes_only_what_differs(tmp_path: Path):
    scenario, base = load_scenario(own(tmp_path)), load_scenario("services")
    assert (scenario.id, scenario.model) == ("dukcapil-contoh", "services")
    assert scenario["stage.counter.servers"] == 3
    assert scenario["patience_mean"] == base["patience_mean"]
    source = scenario.parameters["stage.counter.servers"].source
    assert str(source) == "diukur. daftar piket Oktober 2026"


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path):
    text = OWN.replace('unit = "orang"\n', 'unit = "pegawai"\n').replace("value = [20, ", "value = [-20, ")
    text += """
[parameter.online_shares]
value = 0.2
[parameter.online_share]
value = 7
source = { kind = "hearsay" }
[parameter.patience_mean]
unit = "menit"
[parameter.service_standard]
value = 30
warna = "biru"
source = { kind = "regulation", ref = "SK Kepala Dinas" }
"""
    with pytest.raises(FaultsError) as caught:
        load_scenario(own(tmp_path, text))
    told = caught.value.sentence()
    assert caught.value.total == 7
    for part in (
        'Satuan parameter "stage.counter.servers" ditulis "pegawai", seharusnya "orang". Berkas dinas.toml.',
        "Warga yang datang tiap jam bernilai −20 orang/jam, di luar yang mungkin.",
        'Parameter "online_shares" tidak ada. Maksud Anda "online_share"?',
        'Sumber nilai belum jelas pada parameter "online_share".',
        "Warga yang sudah mendaftar daring bernilai 7 bagian, di luar yang mungkin.",
        'Nilai belum ada pada parameter "patience_mean".',
        'Isian "warna" tidak dikenal pada parameter "service_standard".',
    ):
        assert part in told, part


def test_a_wrong_unit_is_told_with_the_right_one(tmp_path: Path):
    with pytest.raises(WrongUnitError) as caught:
        load_scenario(own(tmp_path, OWN.replace('unit = "orang"\n', 'unit = "pegawai"\n')))
    assert caught.value.sentence() == (
        'Satuan parameter "stage.counter.servers" ditulis "pegawai", seharusnya "orang". Berkas dinas.toml. '
        'Ubah nilainya ke satuan "orang", lalu tulis unit = "orang".'
    )


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (OWN.replace("format = 1", "format = 2"), "formatnya versi 2, sedangkan yang dikenal sampai versi 1"),
        (OWN.replace("[meta]", "[meta"), "bukan TOML yang sah, terhenti di baris "),
        ("", "bagian [meta] dengan model, atau bagian [parameter], tidak ada"),
        (
            OWN.replace('"services"', '"servces"'),
            'Model skenario "servces" tidak ada. Maksud Anda "services"?',
        ),
        (OWN.replace("title", "titel"), 'Isian [meta] "titel" tidak ada. Maksud Anda "title"?'),
        (OWN.replace("[parameter.arr", "[parameters.arr"), 'Bagian "parameters" tidak ada.'),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_words(tmp_path: Path, text: str, part: str):
    with pytest.raises(LabIkuError) as caught:
        load_scenario(own(tmp_path, text))
    assert part in caught.value.sentence()


def test_a_file_that_is_no_text_or_not_there(tmp_path: Path):
    path = tmp_path / "foto.toml"
    path.write_bytes(b"\xff\xd8\xff\xe0")
    for place, part in ((path, "bukan teks UTF-8"), (tmp_path / "tiada.toml", "berkas tidak ada")):
        with pytest.raises(ScenarioFileError) as caught:
            load_scenario(place)
        assert part in caught.value.sentence()


def test_an_unknown_scenario_names_the_nearest():
    with pytest.raises(UnknownNameError) as caught:
        load_scenario("service")
    assert caught.value.sentence().startswith('Skenario "service" tidak ada. Maksud Anda "services"?')

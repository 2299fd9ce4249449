"""The report of a simulation tells everything that the STRESS-DES checklist asks for."""

from __future__ import annotations

import re

import pytest

from kpi_sim import load_scenario, replicate, stress_report
from kpi_sim.units import parse_number

BASE = load_scenario("services").replace({"working_days": 20}, label="sekarang")
MORE = BASE.replace({"stage.counter.servers": 3}, label="tiga loket")
RESULTS = replicate([BASE, MORE], replications=6, seed=8)
TEXT = stress_report(RESULTS, command="iku simulate services --replications 6 --seed 8")


def test_the_six_parts_of_the_checklist_are_there():
    assert re.findall(r"^## (.+)$", TEXT, re.M) == [
        "1. Tujuan",
        "2. Model",
        "3. Data dan asumsi",
        "4. Percobaan",
        "5. Perangkat lunak",
        "6. Mengulang",
        "Hasil",
    ]


def test_every_parameter_stands_there_with_its_value_and_source():
    for parameter in BASE.items:
        (line,) = [row for row in TEXT.splitlines() if row.startswith(f"| `{parameter.name}` |")]
        assert parameter.source.label in line
        assert (parameter.source.note or parameter.source.ref).rstrip(".") in line
    (servers,) = [row for row in TEXT.splitlines() if "`stage.counter.servers`" in row]
    assert "| 2 orang | 3 orang |" in servers
    assert "Diubah untuk percobaan ini: stage.counter.servers, working_days." in TEXT


def test_what_is_needed_to_repeat_it_stands_there():
    assert "6 ulangan tiap skenario, benih acak 8." in TEXT
    for scenario in (BASE, MORE):
        assert scenario.hash in TEXT
    assert "iku simulate services --replications 6 --seed 8" in TEXT
    assert RESULTS.provenance["versions"]["numpy"] in TEXT


@pytest.mark.parametrize("name", ["sekarang", "tiga loket"])
def test_numbers_of_the_report_are_those_of_the_summary(name: str):
    summary = RESULTS.summary().query("scenario == @name").set_index("label")
    section = TEXT.split(f"### {name}, ")[1].split("###")[0]
    rows = [
        [cell.strip() for cell in row.strip("|").split("|")]
        for row in section.splitlines()
        if row.startswith("| ")
    ]
    told = {row[0]: row[2] for row in rows if row[0] in summary.index}
    assert len(told) == len(summary)
    for label, text in told.items():
        assert float(parse_number(text, ambiguous="thousands")) == pytest.approx(
            summary.loc[label, "mean"], abs=0.51, rel=1e-3
        )


def test_the_report_is_in_indonesian():
    assert not re.search(r"\b(nan|None|replication|seed|mean)\b", stress_report(RESULTS))

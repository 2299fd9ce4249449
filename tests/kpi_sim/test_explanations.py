"""Numbers in the pages that explain data quality, gaming and adoption are those that the models give."""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from kpi_sim import (
    TargetRegime,
    assess_quality,
    bass,
    corrupt,
    load_scenario,
    replicate,
    respond,
    simulate_adoption,
)
from kpi_sim.units import format_number

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "explanation"


def page(name: str) -> str:
    """A page with its line breaks as spaces."""
    return " ".join((FOLDER / f"{name}.md").read_text(encoding="utf-8").split())


def test_better_data_first_report_less():
    base = load_scenario("agency")
    first = base.replace(
        {
            "budget.data": [25, 10, 10, 10, 10],
            "budget.services": [35, 42, 42, 42, 42],
            "budget.programmes": [30, 38, 38, 38, 38],
        }
    )
    none = base.replace({"budget.data": [0] * 5})
    results = replicate([base, first, none], replications=200, seed=2026)
    at = results.model.position("iku_achievement")
    true, reported = (values[:, :, at, :, 0].mean(axis=1) for values in (results.true, results.reported))
    text = page("mutu-data")
    for part, values in (
        ("yang dilaporkan pada tahun ke-2 menjadi {}, sedangkan tanpa pemindahan {}.", (reported[1, 1], reported[0, 1])),
        ("sebenarnya pada tahun ke-5 menjadi {}, sedangkan tanpa pemindahan {}:", (true[1, 4], true[0, 4])),
        ("melaporkan {} pada tahun itu, padahal yang sebenarnya {}.", (reported[2, 4], true[2, 4])),
    ):  # fmt: skip
        assert part.format(*(format_number(value, 1) for value in values)) in text


def test_a_ticket_machine_shows_what_the_book_did_not():
    base = load_scenario("services")
    machine = base.replace({"queue_machine": 1.0, "friction.adoption": 0})
    results = replicate([base, machine], replications=200, seed=2026)
    true, told = (results.metric("abandonment_rate", reported=r).mean(axis=1) for r in (False, True))
    was, book, seen = (format_number(float(value), 1) for value in (true[0], told[0], told[1]))
    assert true[0] == true[1]
    text = page("mutu-data")
    assert f"melaporkan {book} persen warga pulang sebelum dilayani, padahal {was} persen." in text
    assert f"laporannya menjadi {seen} persen: layanan yang sama, baru terlihat." in text


def test_the_schema_on_the_page_finds_an_area_counted_twice():
    text = (FOLDER / "mutu-data.md").read_text(encoding="utf-8")
    schema = ast.literal_eval(text.split("skema = ")[1].split("```")[0])
    areas = ["Bungo", "Kota Jambi", "Provinsi Jambi"] * 2
    frame = pd.DataFrame({"wilayah": areas, "tahun": [2024] * 3 + [2025] * 3, "kematian": [6, 3, 9, 5, 4, 9]})
    assert not [f for f in assess_quality(frame, schema).findings if f.check == "total"]
    twice = corrupt(
        frame.assign(kematian=frame["kematian"] * 20),
        {
            "double_counted": {
                "share": 0.2,
                "area": "wilayah",
                "into": "Kota Jambi",
                "where": {"wilayah": "Bungo"},
            }
        },
        seed=2,
        keys=("wilayah", "tahun"),
    )
    found = [f for f in assess_quality(twice.frame, schema).findings if f.check == "total"]
    assert len(found) == 2 and all("terhitung di dua wilayah" in f.message for f in found)


def test_checking_brings_the_lines_together():
    days = np.random.default_rng(1).lognormal(np.log(1.6), 0.8, (50, 200))
    free, checked = (respond(days, TargetRegime(target=97, pressure=0.85, audit=a), seed=1) for a in (0, 0.1))
    text = page("permainan-angka")
    shown = [format_number(float(np.mean(v)), 0) for v in (free.reported_share, free.true_share, checked.reported_share)]  # fmt: skip
    assert "yang dilaporkan {} persen, yang sebenarnya {} persen.".format(*shown) in text
    assert f"yang dilaporkan sekitar {shown[2]} persen, yang sebenarnya tetap {shown[1]} persen." in text


@pytest.mark.parametrize(
    ("p", "q", "part"),
    [
        (0.01, 0.38, "separuh pegawai tercapai setelah {} bulan"),
        (0.02, 0.38, "(p 0,02): {} bulan"),
        (0.01, 0.57, "(q 0,57): {} bulan"),
    ],
)
def test_months_to_half_on_the_bass_curve(p: float, q: float, part: str):
    curve, low, high = bass(p, q), 0.0, 100.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if curve.cdf(middle) < 0.5 else (low, middle)
    assert part.format(format_number(low, 1)) in page("adopsi")
    assert f"bulan ke-4 baru {format_number(100 * float(bass(0.01, 0.38).cdf(4)), 1)} persen" in page(
        "adopsi"
    )


@pytest.mark.parametrize(
    ("levers", "row"),
    [
        ({}, "keadaan awal"),
        ({"champions": 0.04}, "pelopor dari 2 menjadi 4 persen"),
        ({"socialisation": 1.0}, "sosialisasi dari 0,5 menjadi 1,0"),
        ({"leadership": 1.0}, "keteladanan pimpinan dari 0,5 menjadi 1,0"),
        ({"usability": 0.9}, "kemudahan dari 0,6 menjadi 0,9"),
    ],
)
def test_weeks_to_half_in_the_network(levers: dict[str, float], row: str):
    run = simulate_adoption(1000, weeks=52, replications=50, seed=2026, **levers)
    assert f"| {row} | {format_number(float(run.weeks_to(0.5).mean()), 1)} |" in page("adopsi")

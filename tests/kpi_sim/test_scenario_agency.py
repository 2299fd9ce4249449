"""A whole dinas over five years: what its money does, what chance does, and the game that people play with it."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from kpi_sim import AgencyGame, compare, load_scenario, replicate, score_indicators
from kpi_sim.errors import LabIkuError
from kpi_sim.experiment.running import forget
from kpi_sim.scenarios.agency import MEASURES
from kpi_sim.scenarios.agency_score import IKU, akip_scores
from kpi_sim.scenarios.agency_year import YEARS, Decisions, State

SEED = 2026
BASE = load_scenario("agency")
# a quarter of the money for data in year 1, taken from services and programmes alike
DATA_FIRST = {
    "budget.data": [25, 10, 10, 10, 10],
    "budget.services": [35, 42, 42, 42, 42],
    "budget.programmes": [30, 38, 38, 38, 38],
}
POOR_DATA = {"budget.data": [0] * 5}


def by_year(results, indicator: str, *, reported: bool = False) -> np.ndarray:
    """(scenarios, replications, years)."""
    at = results.model.position(indicator)
    return (results.reported if reported else results.true)[:, :, at, :, 0]


def paired(changes: dict[str, object], indicator: str, *, reported: bool = False, n: int = 60):
    """Mean difference from today's policy by year, and its standard error; both met the same chance."""
    results = replicate([BASE, BASE.replace(changes)], replications=n, seed=SEED)
    values = by_year(results, indicator, reported=reported)
    difference = values[1] - values[0]
    return difference.mean(axis=0), difference.std(axis=0, ddof=1) / np.sqrt(n)


# ---- the surprises of the course -----------------------------------------------------------------------------------


def test_eight_teams_of_one_policy_differ_as_eight_poisson_counts_do():
    """Of eight equal teams the lowest reports about 18 maternal deaths, the highest about 32 (25 are expected)."""
    deaths = by_year(replicate(BASE, replications=1600, seed=SEED), "maternal_deaths")[0, :, 0].reshape(
        200, 8
    )
    counts = np.arange(200)
    below = stats.poisson.cdf(counts, 25.0045)
    highest = (1 - below**8).sum()
    lowest = ((1 - below) ** 8).sum()
    assert (lowest, highest) == pytest.approx((18, 32.5), abs=0.5)
    for found, expected in ((deaths.min(axis=1), lowest), (deaths.max(axis=1), highest)):
        assert abs(found.mean() - expected) < 4 * found.std(ddof=1) / np.sqrt(200)


def test_data_bought_first_look_worse_in_year_two_and_help_people_in_years_three_to_five():
    reported, error = paired(DATA_FIRST, "iku_achievement", reported=True)
    assert reported[0] == 0
    assert reported[1] < -4 * error[1]
    true, error = paired(DATA_FIRST, "iku_achievement")
    assert np.all(true[2:] > 4 * error[2:])
    met, error = paired(DATA_FIRST, "iku_met")
    assert np.all(met[2:] > 4 * error[2:])
    flattery, error = paired(DATA_FIRST, "flattery")
    assert np.all(flattery[1:] < -4 * error[1:])


def test_who_lets_data_decay_reports_more_and_reaches_less():
    reported, error = paired(POOR_DATA, "iku_achievement", reported=True)
    assert reported[4] > 4 * error[4]
    true, error = paired(POOR_DATA, "iku_achievement")
    assert true[4] < -4 * error[4]
    trust, error = paired(POOR_DATA, "trust")
    assert trust[4] < -4 * error[4]


def test_pressure_without_checking_moves_the_report_more_than_the_service():
    quiet = BASE.replace({"pressure": [0.0] * 5, "audit": [0.0] * 5}, label="tanpa tekanan")
    pressed = BASE.replace({"pressure": [1.0] * 5, "audit": [0.0] * 5}, label="tekanan")
    checked = BASE.replace({"pressure": [1.0] * 5, "audit": [0.1] * 5}, label="tekanan dan periksa")
    results = replicate([quiet, pressed, checked], replications=40, seed=SEED)
    true, reported = (by_year(results, "service_on_time", reported=r).mean(axis=1) for r in (False, True))
    gap = reported - true
    assert np.all(true[1] > true[0])  # pressure does serve some faster ...
    # ... and once the target has risen beyond that, the report grows by more
    assert np.all(gap[1, 2:] > gap[0, 2:] + 0.3)
    assert np.all(gap[2, 3:] < gap[1, 3:] - 0.3)
    satisfied = by_year(results, "satisfaction_score").mean(axis=1)
    assert np.all(satisfied[1] < satisfied[0])  # what nobody counts is left


def test_activity_without_effect_changes_nothing_for_citizens():
    idle = BASE.replace({"maternal.effect": 0.0, "dropout.effect": 0.0})
    busy = idle.replace({"budget.programmes": [80] * 5, "budget.services": [5] * 5})
    results = replicate([idle, busy], replications=10, seed=SEED)
    for indicator in ("maternal_deaths", "dropout_rate"):
        values = by_year(results, indicator)
        assert np.array_equal(values[0], values[1])
    facility = by_year(results, "facility_delivery")
    assert np.all(facility[1, :, 1:] > facility[0, :, 1:])  # the activity is there, and is counted


def test_today_reports_the_published_level_of_satisfaction():
    """Calibration: 84,33, mean of the perangkat daerah of Jambi in 2022 (published/jambi_series.csv)."""
    found = by_year(replicate(BASE, replications=50, seed=SEED), "satisfaction_score", reported=True)
    assert found[0, :, 0].mean() == pytest.approx(84.33, abs=0.4)


# ---- levers and frictions ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "indicator", "sign"),
    [
        ({"budget.services": [70] * 5}, "service_on_time", 1),
        ({"budget.services": [70] * 5}, "satisfaction_score", 1),
        ({"budget.services": [70] * 5}, "dropout_rate", 1),
        ({"budget.programmes": [60] * 5}, "dropout_rate", -1),
        ({"budget.programmes": [60] * 5}, "maternal_mortality", -1),
        ({"programmes.health": [90] * 5}, "facility_delivery", 1),
        ({"programmes.health": [90] * 5}, "dropout_rate", 1),
        ({"budget.data": [20] * 5}, "data_quality", 1),
        ({"budget.data": [20] * 5}, "akip_score", 1),
        ({"budget.people": [25] * 5}, "system_use", 1),
        ({"audit": [0.1] * 5}, "akip_score", 1),
        ({"audit": [0.1] * 5}, "facility_delivery", -1),  # checking costs money
        ({"friction.adoption": 0}, "system_use", 1),
        ({"friction.data": 0}, "iku_achievement", 1),
        ({"service.demand": 0.1}, "service_on_time", -1),
    ],
)
def test_levers_move_what_they_should(changes: dict[str, object], indicator: str, sign: int):
    mean, error = paired(changes, indicator, n=30)
    assert sign * mean[4] > 3 * error[4]


def test_without_frictions_the_report_is_the_truth():
    clean = BASE.replace({"friction.data": 0, "friction.gaming": 0})
    results = replicate(clean, replications=10, seed=SEED)
    np.testing.assert_allclose(results.true, results.reported, rtol=0, atol=1e-9)


def test_money_of_a_year_works_from_the_next_year_on():
    other = BASE.replace({"budget.services": [5] * 5, "budget.data": [40] * 5, "budget.people": [30] * 5})
    results = replicate([BASE, other], replications=5, seed=SEED)
    assert np.array_equal(results.true[0, :, :, 0], results.true[1, :, :, 0])


def test_posts_are_read_as_parts_of_their_sum():
    posts = {f"budget.{p}": [v * 0.5] * 5 for p, v in zip(("services", "programmes", "data", "people"), (45, 40, 5, 10), strict=True)}  # fmt: skip
    results = replicate([BASE, BASE.replace(posts)], replications=5, seed=SEED)
    assert np.array_equal(results.true[0], results.true[1])


def test_threads_and_chunks_give_the_same_bits():
    forget()
    alone = replicate(BASE, replications=23, seed=3)
    forget()
    with ThreadPoolExecutor(2) as executor:
        together = replicate(BASE, replications=23, seed=3, executor=executor)
    assert np.array_equal(alone.true, together.true) and np.array_equal(alone.reported, together.reported)


def test_shares_lie_where_shares_lie():
    results = replicate([BASE, BASE.replace(DATA_FIRST), BASE.replace(POOR_DATA)], replications=20, seed=1)
    for measure in MEASURES:
        values = by_year(results, measure.id)
        assert np.isfinite(values).all(), measure.id
        if measure.unit in {"persen", "skala 0-100", "skala 25-100"} and "achievement" not in measure.id:
            assert values.min() >= 0 and values.max() <= 100, measure.id
    (found, _) = compare(results, "iku_achievement")
    assert found.conclusive  # the last year stands for the whole


# ---- judgement -----------------------------------------------------------------------------------------------------


def state_of(data: float, using: float) -> State:
    part = {name: np.zeros(1) for name in ("services", "health", "education", "attended", "trust", "learnt")}
    return State(data=np.array([data]), using=np.array([using]), **part)


def decisions_of(audit: float) -> Decisions:
    return Decisions(0.25, 0.25, 0.25, 0.25, 0.5, 0.5, audit)


def test_accountability_of_an_excellent_and_of_an_empty_dinas():
    """All criteria met: twelve times BB, 80,00. Documents alone: letters BB C E, BB E E, BB D E, C E E by hand."""
    assert akip_scores(state_of(1, 1), decisions_of(0.1), np.zeros(1))[0] == pytest.approx(80)
    by_hand = 6 * 0.8 + 9 * 0.5 + 6 * 0.8 + 3 * 0.8 + 4.5 * 0.3 + 5 * 0.5
    assert akip_scores(state_of(0, 0), decisions_of(0.0), np.zeros(1))[0] == pytest.approx(by_hand)


def test_total_of_a_year_is_that_of_the_scorecard():
    result = AgencyGame.start(seed=4).decide(1)
    for which, total in (("reported", result.reported_total), ("true", result.true_total)):
        rows = [
            {"indicator": line.id, "target": line.target, "realisation": getattr(line, which), "polarity": IKU[line.id], "weight": line.weight}
            for line in result.report.lines
        ]  # fmt: skip
        assert float(score_indicators(rows, cap=120).total) == pytest.approx(total, abs=1e-9)


# ---- the game ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("team", [1, 2, 7, 20])
def test_a_team_meets_the_chance_of_its_replication(team: int):
    policy = BASE.replace(DATA_FIRST)
    game = AgencyGame.start(seed=SEED, team=team)
    results = replicate(policy, replications=20, seed=SEED)
    for year in range(1, YEARS + 1):
        decided = {p: policy[f"budget.{p}"][year - 1] for p in ("services", "programmes", "data", "people")}
        scale = 100 / sum(decided.values())
        found = game.decide(year, {name: points * scale for name, points in decided.items()})
        for line in found.report.lines:
            for which, reported in ((line.true, False), (line.reported, True)):
                expected = by_year(results, line.id, reported=reported)[0, team - 1, year - 1]
                assert which == pytest.approx(expected, abs=1e-9), (line.id, year)
        assert found.trust == pytest.approx(by_year(results, "trust")[0, team - 1, year - 1])
        assert found.akip_score == by_year(results, "akip_score")[0, team - 1, year - 1]
    assert game.over


def test_a_game_is_taken_up_again_where_it_stopped():
    game = AgencyGame.start(seed=9, team=3)
    game.decide(1, {"data": 20, "services": 35, "programmes": 35})
    game.decide(2, {"audit": 0.1, "pressure": 0.9})
    again = AgencyGame.resume(json.loads(json.dumps(game.to_dict())))
    assert again.results == game.results and again.year == 3
    assert again.decide(3) == game.decide(3)


def test_decisions_of_later_years_leave_earlier_years_alone():
    one, other = AgencyGame.start(seed=9), AgencyGame.start(seed=9)
    assert one.decide(1) == other.decide(1)
    first = one.decide(2, {"people": 30, "services": 25})
    second = other.decide(2, {"people": 5, "services": 50})
    assert first.report == second.report  # this year's money works next year
    assert one.decide(3).report != other.decide(3).report


def test_a_public_page_names_every_target_that_was_not_reached():
    """K902: an honest page names what was missed."""
    for team in range(1, 9):
        game = AgencyGame.start(seed=3, team=team)
        for year in range(1, YEARS + 1):
            report = game.decide(year).report
            missed = [line.label for line in report.lines if not line.met]
            if missed:
                assert f"Belum mencapai target: {', '.join(missed)}." in report.sentences
            assert report.sentences[0].startswith(f"{6 - len(missed)} dari 6 IKU mencapai target")
            assert report.text().startswith(
                f"Laporan kinerja tahun ke-{year}\n- Berkas selesai dalam standar: "
            )


def test_a_better_register_is_announced_and_an_outside_count_is_told():
    told = set()
    for team in range(1, 9):
        game = AgencyGame.start(seed=3, team=team)
        game.decide(1, {"data": 30, "services": 30, "programmes": 30})
        second = game.decide(2)
        assert any(
            sentence.startswith("Register diperbaiki sejak tahun lalu")
            for sentence in second.report.sentences
        )
        outside = [s for s in second.report.sentences if s.startswith("Hitungan dari luar")]
        assert len(outside) == second.exposed
        told |= {second.exposed}
    assert told == {True, False}


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda g: g.decide(1, {"data": 10}), "Anggaran tahun ke-1 berjumlah 105 persen, seharusnya 100. Pos layanan, program, data, dan pegawai. Tambah atau kurangi salah satu pos sehingga jumlahnya 100. Tahun sebelumnya tidak berubah."),
        (lambda g: g.decide(3), "Tahun ke-3 tidak dapat diputuskan sekarang. Putuskan tahun ke-1 dahulu; tahun yang lewat tidak dapat diulang."),
        (lambda g: g.decide(1, {"dana": 10}), 'Keputusan "dana" tidak ada. Maksud Anda "data"? Yang tersedia: audit, data, health, people, pressure, programmes, services.'),
        (lambda g: g.decide(1, {"pressure": 3}), "Tekanan pada angka bernilai 3 bagian, di luar yang mungkin. Keputusan tahun ke-1. Isi bilangan dari 0 sampai 1."),
        (lambda g: g.decide(1, {"audit": "banyak"}), 'Berkas yang diperiksa ulang berisi "banyak", bukan bilangan. Keputusan tahun ke-1. Isi bilangan, misalnya 0,02.'),
        (lambda g: AgencyGame.start("services", seed=1), 'Skenario permainan "services" tidak ada. Yang tersedia: agency.'),
        (lambda g: AgencyGame.start(seed=1, team=0), "Nomor tim bernilai 0, di luar yang mungkin. Isi bilangan bulat dari 1 sampai 1000."),
    ],
)  # fmt: skip
def test_impossible_decisions_are_told_and_change_nothing(call, said: str):
    game = AgencyGame.start(seed=1)
    with pytest.raises(LabIkuError) as caught:
        call(game)
    assert str(caught.value) == said
    assert game.results == [] and game.decide(1) == AgencyGame.start(seed=1).decide(1)


def test_after_five_years_the_game_is_over():
    game = AgencyGame.start(seed=1)
    for year in range(1, YEARS + 1):
        game.decide(year)
    with pytest.raises(LabIkuError) as caught:
        game.decide(6)
    assert str(caught.value) == (
        "Tahun ke-6 tidak dapat diputuskan sekarang. Kelima tahun sudah selesai; mulai permainan baru."
    )


# ---- whatever is decided -------------------------------------------------------------------------------------------


@st.composite
def policies(draw: st.DrawFn) -> dict[str, float]:
    """Decisions of a year that are possible."""
    cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=3, max_size=3)))
    posts = np.diff([0, *cuts, 100]).tolist()
    return dict(zip(("services", "programmes", "data", "people"), posts, strict=True)) | {
        "health": draw(st.floats(0, 100)),
        "pressure": draw(st.floats(0, 1)),
        "audit": draw(st.floats(0, 0.2)),
    }


@settings(max_examples=25)
@given(st.lists(policies(), min_size=YEARS, max_size=YEARS), st.integers(0, 2**31), st.integers(1, 40))
def test_every_policy_gives_five_years_that_make_sense(years: list[dict[str, float]], seed: int, team: int):
    game = AgencyGame.start(seed=seed, team=team)
    for year, decisions in enumerate(years, 1):
        found = game.decide(year, decisions)
        assert 0 <= found.trust <= 100 and 0 <= found.akip_score <= 100 and 0 <= found.data_quality <= 100
        assert found.flattery == pytest.approx(max(0.0, found.reported_total - found.true_total))
        for line in found.report.lines:
            assert 0 <= line.achievement <= 120 and 0 <= line.true_achievement <= 120
            assert line.true >= 0 and line.reported >= 0
        deaths = next(line for line in found.report.lines if line.id == "maternal_deaths")
        assert deaths.reported <= deaths.true  # what is not registered is not invented
    again = AgencyGame.resume(game.to_dict())
    assert again.results == game.results


@settings(max_examples=15)
@given(policies(), st.integers(1, 30), st.integers(0, 2**31))
def test_more_money_for_data_never_leaves_worse_data(policy: dict[str, float], more: int, seed: int):
    richer = dict(policy)
    moved = min(more, policy["services"])  # services do not touch data
    richer["services"], richer["data"] = policy["services"] - moved, policy["data"] + moved
    one, other = AgencyGame.start(seed=seed), AgencyGame.start(seed=seed)
    for year in range(1, YEARS + 1):
        assert other.decide(year, richer).data_quality >= one.decide(year, policy).data_quality - 1e-9

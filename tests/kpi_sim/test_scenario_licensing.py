"""DPMPTSP: files are not lost, days are counted as the rule says, and levers help where the queue is."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_sim import achievement, compare, load_scenario, replicate
from kpi_sim.errors import OutOfRangeError
from kpi_sim.indicators.timeliness import on_time_rate
from kpi_sim.scenarios.chance import Chance
from kpi_sim.scenarios.chance import forget as forget_draws
from kpi_sim.scenarios.permit_files import FIRST_WEEKS, Calendar, desk_hours, intakes
from kpi_sim.scenarios.permits import NOT_YET, VISITS, Files, process

SEED = 2026
BASE = load_scenario("licensing")


def run(changes: dict[str, object], replications: int = 10):
    return replicate(BASE.replace(changes), replications=replications, seed=SEED)


def difference(changes: dict[str, object], metric: str):
    """Change of a metric against the scenario as it is, with its interval."""
    (found,) = compare(replicate([BASE, BASE.replace(changes)], replications=10, seed=SEED), metric)
    return found


def simple_files(handed_in, check, technical=None, signing=None) -> Files:
    """Files that are complete at once and stay in the office; hours of each desk, 0 where not given."""
    many = len(handed_in)
    never, zero = np.zeros((many, VISITS), bool), np.zeros(many)

    def per_look(hours):
        return np.repeat((zero if hours is None else np.asarray(hours))[:, None], VISITS, axis=1)

    return Files(
        handed_in=np.asarray(handed_in),
        lacking=never,
        returned=never,
        mending=np.ones((many, VISITS), np.int64),
        returned_mending=np.ones((many, VISITS), np.int64),
        check_hours=per_look(check),
        technical_hours=per_look(technical),
        signing_hours=zero if signing is None else np.asarray(signing),
        travel=np.zeros(many, np.int64),
        electronic=np.zeros(many, bool),
    )


# ---- the office ----------------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(1, 40)), min_size=1, max_size=25),
    st.sampled_from([2.0, 5.0, 8.0]),
)
def test_one_desk_is_lindleys_recursion(coming, hours):
    """Whoever comes waits for the work before him: end = max(own morning, end of the one before) + own work."""
    coming.sort(key=lambda item: item[0])
    days, quarters = zip(*coming, strict=True)
    work = [q / 4 for q in quarters]  # quarters of an hour: exact in binary
    found = process(simple_files(days, work), [[hours] * 200, [99.0] * 200, [99.0] * 200])
    end, expected = 0.0, []
    for day, needed in zip(days, work, strict=True):
        end = max(end, day * hours) + needed
        expected.append(int(np.ceil(end / hours)) - 1)
    assert found.complete.tolist() == expected
    assert found.issued.tolist() == [day + 2 for day in expected]  # overnight to each of the two other desks


def test_a_file_is_sent_back_until_it_is_complete_and_the_clock_starts_then():
    files = simple_files([0, 0], [1.0, 1.0], [1.0, 1.0], [0.1, 0.1])
    lacking, returned = files.lacking.copy(), files.returned.copy()
    lacking[1, :2], returned[1, 0] = True, True
    sent = replace(
        files,
        lacking=lacking,
        returned=returned,
        mending=np.full((2, VISITS), 3),
        returned_mending=np.full((2, VISITS), 4),
    )
    found = process(sent, [[8.0] * 40] * 3)
    assert found.complete.tolist() == [0, 6] and found.looks.tolist() == [2, 5]
    assert found.ready.tolist() == [0, 11]  # judged on day 7, back on day 11
    assert found.issued.tolist() == [2, 12]


def test_field_visits_take_days_and_electronic_signing_saves_one():
    files = simple_files([0] * 3, [0.1] * 3, [0.1] * 3, [0.1] * 3)
    special = replace(files, travel=np.array([3, 0, 3]), electronic=np.array([False, True, True]))
    assert process(special, [[8.0] * 20] * 3).issued.tolist() == [4, 1, 4]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.5, 6), st.floats(0, 6), st.sampled_from([0, 1, 2]))
def test_without_returns_more_hours_never_make_a_file_later(seed, hours, more, desk):
    rng = np.random.default_rng(seed)
    days = np.sort(rng.integers(0, 20, 60))
    files = simple_files(days, *rng.exponential(0.8, (3, 60)))
    little = [[hours] * 60 for _ in range(3)]
    much = [row if at != desk else [hours + more] * 60 for at, row in enumerate(little)]
    before, after = process(files, little).issued, process(files, much).issued
    later = np.where(before == NOT_YET, 999, before)
    assert (np.where(after == NOT_YET, 999, after) <= later).all()


def test_nobody_works_more_hours_than_there_are_and_no_file_is_lost():
    chance, calendar = Chance(SEED, "licensing", 0, 5), Calendar.of(BASE.values)
    hours = desk_hours(chance, BASE.values, calendar)
    for at, intake in enumerate(intakes(chance, BASE.values, calendar)):
        days = process(intake.files, hours[at].tolist())
        assert (days.busy <= hours[at].sum(axis=1) + 1e-6).all()
        done = days.issued != NOT_YET
        assert done.sum() > 1000
        assert (days.complete[done] >= intake.files.handed_in[done]).all()
        assert (days.ready[done] >= days.complete[done]).all() and (
            days.issued[done] >= days.ready[done]
        ).all()
        assert (days.looks[done] <= 2 * VISITS).all() and (days.looks[done] >= 2).all()
        assert (np.diff(intake.files.handed_in) >= 0).all()


def test_the_office_is_closed_on_weekends_and_holidays():
    calendar = Calendar.of(BASE.values)
    day_of_year = calendar.days - 7 * FIRST_WEEKS + 1
    assert not set(day_of_year) & {int(day) for day in BASE["holidays"]}
    assert (calendar.days % 7 < 5).all()
    weekdays = sum(1 for day in BASE["holidays"] if (day - 1) % 7 < 5)
    assert calendar.in_year == 52 * 5 - weekdays
    assert calendar.next_open(np.array([5, 6, 7])).tolist() == [
        5,
        5,
        5,
    ]  # Saturday's and Sunday's wait for Monday


def test_days_are_those_of_the_rule_on_real_dates():
    """The same files through kpi_sim.on_time_rate, which counts dates and holidays."""
    monday = date(2026, 1, 5)
    assert monday.weekday() == 0
    calm = BASE.replace({"friction.data": 0, "signing.electronic": 0.4})
    results = replicate(calm, replications=1, seed=SEED)
    chance, calendar = Chance(SEED, "licensing", 0, 1), Calendar.of(calm.values)
    (intake,) = intakes(chance, calm.values, calendar)
    days = process(intake.files, desk_hours(chance, calm.values, calendar)[0].tolist())

    def on(working_day):
        return monday + timedelta(days=int(calendar.days[working_day]) - 7 * FIRST_WEEKS)

    old = (days.issued != NOT_YET) & (calendar.quarter[days.issued] < 0)
    rows = [
        {"complete": on(c), "issued": on(i) if i != NOT_YET else None}
        for c, i, gone in zip(days.complete, days.issued, old, strict=True)
        if c != NOT_YET and not gone
    ]
    found = on_time_rate(
        rows,
        complete="complete",
        finished="issued",
        limit_days=int(calm["service_standard"]),
        as_of=on(len(calendar.days) - 1),
        holidays=[monday + timedelta(days=int(day) - 1) for day in calm["holidays"]],
    )
    for name, value in (
        ("share_within_standard", found.rate),
        ("share_with_backlog", found.rate_with_backlog),
        ("completion_days_median", found.median),
        ("completion_days_p90", found.p90),
        ("issued", found.completed),
        ("open_late", found.open_late),
    ):
        assert results.metric(name)[0, 0] == pytest.approx(float(value)), name


# ---- results -------------------------------------------------------------------------------------------------------


def test_today_is_near_the_levels_it_was_set_to():
    """84,33 mean of the perangkat daerah 2022 (published); p90 about 9 working days (card G4, asumsi)."""
    results = run({}, 20)
    assert results.metric("satisfaction_score").mean() == pytest.approx(84.33, abs=1.0)
    assert results.metric("completion_days_p90").mean() == pytest.approx(
        9, abs=2.0
    )  # a year of its own varies by 3


@pytest.mark.parametrize(
    ("changes", "metric", "sign"),
    [
        ({"technical.staff": 4}, "completion_days_p90", -1),
        ({"technical.staff": 4}, "share_within_standard", 1),
        ({"technical.staff": 4}, "cost_per_permit", 1),
        ({"technical.staff": 4}, "satisfaction_score", 1),
        ({"technical.staff": 4}, "complaints", -1),
        ({"technical.staff": 4}, "utilisation_technical", -1),
        ({"online_share": 1.0}, "returned_share", -1),
        ({"appointment_share": 0.8}, "looks_per_permit", -1),
        ({"appointment_share": 0.8}, "applicant_days_p90", -1),
        ({"guidance": 1.0}, "returned_share", -1),
        ({"guidance": 1.0}, "cost_per_permit", 1),
        ({"training.share": 1.0}, "completion_days_mean", -1),
        ({"signing.electronic": 1.0}, "completion_days_mean", -1),
        ({"technical.visit_days": 5}, "completion_days_mean", 1),
        ({"arrival_rate": 7.0}, "completion_days_p90", 1),
        ({"arrival_rate": 7.0}, "open_files", 1),
        ({"service_standard": 10}, "share_within_standard", 1),
        ({"check.office_hours": 4.0}, "utilisation_check", 1),
    ],
)
def test_levers_move_what_they_should(changes: dict[str, object], metric: str, sign: int):
    found = difference(changes, metric)
    assert found.conclusive and np.sign(found.difference) == sign, found


def test_one_more_at_the_busy_desk_saves_a_third_and_more_elsewhere_saves_nothing():
    """As at the counter of module 3: at 90 % load the queue is made by variation, not by average work."""
    busy = run({"technical.staff": 4}).metric("completion_days_median") / run({}).metric(
        "completion_days_median"
    )
    assert busy.mean() < 0.7  # three staff became four: a quarter less work each
    assert not difference({"check.staff": 4}, "completion_days_median").conclusive


def test_applicants_feel_more_than_the_standard_counts():
    results = run({})
    felt, counted = results.metric("applicant_days_p90"), results.metric("completion_days_p90")
    assert (felt > 7 / 5 * counted).all()  # more than the same days with their weekends


def test_a_clock_that_starts_anew_flatters():
    """Cards B04 and G3: sent back means a new file; marked complete later."""
    results = run({"adoption.leadership": 0, "adoption.socialisation": 0}, 20)
    for name, sign in (
        ("share_within_standard", 1),
        ("share_with_backlog", 1),
        ("completion_days_p90", -1),
        ("returned_share", -1),
        ("open_late", -1),
    ):
        true, told = results.metric(name), results.metric(name, reported=True)
        assert ((told - true) * sign >= 0).all() and abs((told - true).mean()) > 0.5, name
    assert (
        results.metric("share_within_standard", reported=True) - results.metric("share_within_standard")
    ).mean() > 5


def test_everyone_in_the_system_makes_the_report_nearly_true():
    gap = {
        on: (lambda r: r.metric("share_within_standard", reported=True) - r.metric("share_within_standard"))(
            run({"friction.adoption": on})
        ).mean()
        for on in (0, 1)
    }
    assert 0 < gap[0] < gap[1] / 2
    exact = run({"friction.data": 0})
    np.testing.assert_array_equal(exact.true, exact.reported)


def test_an_open_channel_is_heard_more_while_permits_come_sooner():
    closed, better = run({}), run({"complaint_channel": 1.0, "technical.staff": 4})
    for results, share in ((closed, 0.1), (better, 0.7)):
        true, told = (results.metric("complaints", reported=r) for r in (False, True))
        assert (told <= true).all()
        spread = np.sqrt(true.sum() * share * (1 - share))  # binomial
        assert abs(told.sum() - share * true.sum()) < 4 * spread
    assert better.metric("complaints").mean() < closed.metric("complaints").mean()
    told = [r.metric("complaints", reported=True).mean() for r in (closed, better)]
    assert told[1] > told[0]
    open_only = run({"complaint_channel": 1.0})
    cost = (open_only.metric("cost_per_permit") - closed.metric("cost_per_permit")) * closed.metric("issued")
    np.testing.assert_allclose(cost, 32_500)


def test_quarters_make_up_the_year():
    results = run({})
    for name in ("applications", "issued", "complaints"):
        quarters = sum(results.metric(name, period=f"Triwulan {q}") for q in range(1, 5))
        np.testing.assert_array_equal(quarters, results.metric(name))
    bins = results.histogram("completion_days")
    np.testing.assert_array_equal(bins.counts.sum(axis=2), results.metric("issued"))
    within = bins.counts[:, :, : int(BASE["service_standard"]) + 1].sum(axis=2) / results.metric("issued")
    np.testing.assert_allclose(100 * within, results.metric("share_within_standard"))
    middle = (bins.counts * bins.edges[:-1]).sum(axis=2) / results.metric("issued")
    np.testing.assert_allclose(middle, results.metric("completion_days_mean"), atol=0.05)


def test_scores_are_those_of_the_rules():
    results = run({})
    p90, found = (results.metric(n)[0, 0] for n in ("completion_days_p90", "achievement_completion_days_p90"))
    assert found == pytest.approx(
        float(achievement(p90, BASE["target.completion_days_p90"], "minimize", cap=120))
    )


def test_an_office_where_nobody_comes_reports_nothing():
    results = run({"arrival_rate": 0}, 2)
    assert (results.metric("applications") == 0).all()
    for name in ("completion_days_median", "share_within_standard", "satisfaction_score", "cost_per_permit"):
        assert np.isnan(results.metric(name)).all()


def test_an_office_without_technical_staff_issues_nothing():
    results = run({"technical.staff": 0}, 2)
    assert (results.metric("issued") == 0).all() and (results.metric("open_late") > 100).all()
    assert (results.metric("share_with_backlog") == 0).all()


def test_threads_and_chunks_change_no_bit():
    from kpi_sim.experiment.running import forget

    whole = run({}, 13)
    forget()
    with ThreadPoolExecutor(2) as pool:
        threaded = replicate(BASE, replications=13, seed=SEED, executor=pool)
    np.testing.assert_array_equal(whole.reported, threaded.reported)
    np.testing.assert_array_equal(whole.true[:, :7], replicate(BASE, replications=7, seed=SEED).true)


def test_half_a_member_of_staff_is_refused_in_words():
    with pytest.raises(OutOfRangeError) as caught:
        BASE.replace({"technical.staff": 2.5})
    assert caught.value.sentence() == (
        "Petugas dinas teknis untuk verifikasi bernilai 2,5 orang, di luar yang mungkin. "
        'Parameter "technical.staff". Skenario licensing. Isi bilangan bulat dari 0 sampai 50.'
    )


def test_draws_that_are_kept_are_those_of_the_files_asked_for():
    """So near each other that the fullest replication has as many files, and another one has not."""
    calendar = Calendar.of(BASE.values)
    chance = Chance(SEED, "licensing", 0, 10)

    def handed_in(rate: float) -> list[list[int]]:
        values = {**BASE.values, "arrival_rate": rate}
        return [one.files.handed_in.tolist() for one in intakes(chance, values, calendar)]

    rates = np.arange(8.0, 8.01, 0.0005).tolist()
    kept = [handed_in(rate) for rate in rates]
    alone = []
    for rate in rates:
        forget_draws()
        alone.append(handed_in(rate))
    assert kept == alone
    most = [max(map(len, files)) for files in alone]
    assert any(a != b and m == n for a, b, m, n in zip(alone, alone[1:], most, most[1:], strict=False))

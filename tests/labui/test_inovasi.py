"""Simulator Inovasi: the list and the index can rise while nobody more is served, and the other way round."""

from __future__ import annotations

from typing import Any

import pytest
from labui.presenters.inovasi import LAST, Innovations


@pytest.fixture(scope="module")
def government() -> Innovations:
    return Innovations()


def answer(government: Innovations, replications: int = 20, **values: float) -> dict[str, Any]:
    named = {
        name.replace("_", ".") if name.startswith("reporting") else name: value
        for name, value in values.items()
    }
    return government.answer(government.settle(named), replications)


def row(found: dict[str, Any], label: str) -> float:
    """A bar: percent of today's plan."""
    return next(item["value"] for item in found["chart"]["rows"] if item["label"] == label)


def test_a_quota_lengthens_the_list_and_lifts_the_index_but_serves_nobody_more(government: Innovations):
    found = answer(government, quota=1.0)
    assert row(found, "Dilaporkan") > 130 and row(found, "Nilai IID") > 105
    assert row(found, "Benar-benar berjalan") < 101 and row(found, "Kematangan") < 100
    assert found["result"] < 0
    assert found["big"].startswith("\u2212") and found["headline"].startswith(
        "warga pemakai; inovasi yang dilaporkan +"
    )


def test_the_category_changes_where_the_letter_of_2026_draws_the_line(government: Innovations):
    """BSKDN, 29 April 2026: above 65,00 sangat inovatif, above 40,00 inovatif."""
    for values in (
        {},
        {"quota": 1.0},
        {"reporting_discipline": 1.0},
        {"reporting_discipline": 0.0, "quota": 0.0},
    ):
        score = answer(government, **values)["score"]
        index = float(score["grade"].replace(",", "."))
        if abs(index - 65) > 0.1 and abs(index - 40) > 0.1:
            expected = "Sangat Inovatif" if index > 65 else "Inovatif" if index > 40 else "Kurang Inovatif"
            assert score["now"] == expected


def test_better_proof_lifts_the_index_without_a_single_new_user(government: Innovations):
    found = answer(government, reporting_discipline=1.0)
    assert row(found, "Nilai IID") > 120
    assert found["result"] == 0 and found["big"] == "0\u00a0%"
    assert row(found, "Benar-benar berjalan") == 100


def test_copying_what_is_good_serves_more_and_the_index_does_not_see_it(government: Innovations):
    found = answer(government, replication=1.0)
    assert found["result"] > 20
    assert row(found, "Nilai IID") == 100


def test_the_plan_of_today_is_a_hundred_everywhere(government: Innovations):
    found = answer(government)
    assert {item["value"] for item in found["chart"]["rows"]} == {100.0}
    assert found["headline"] == "warga memakai inovasi pada tahun ke-5"
    assert found["score"]["was"].endswith(f"{found['score']['grade']} · {found['score']['now']}")


def test_papers_are_counted_among_the_reported_and_not_among_those_that_run(government: Innovations):
    runs = government.runs(government.settle({"quota": 1.0}), 10)
    reported, running, papers = (
        runs.values(name, period=LAST, reported=told)[1]
        for name, told in (("innovations", True), ("innovations", False), ("papers", True))
    )
    assert (papers > 50).all()
    assert (reported - papers <= running).all()


def test_the_rule_of_the_index_is_named_with_what_is_not_verified(government: Innovations):
    (rule,) = (item for item in government.assumptions() if item["value"] == "iid-2026")
    assert rule["kind"] == "regulation" and rule["source"].endswith("belum terverifikasi.")

"""The reference pages of the rules are what the data says, and their examples are true."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import kpi_sim
from kpi_sim.rules import list_rules, load_rules
from kpi_sim.rules.pages import index_page, rule_page, write_pages
from kpi_sim.units import round_half_up

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "reference" / "aturan"
IDS = [info.id for info in list_rules()]
NAMES = {
    name: getattr(kpi_sim, name)
    for name, module in kpi_sim._EXPORTS.items()
    if module.startswith(("kpi_sim.indicators", "kpi_sim.rules"))
}
SCOPE = NAMES | {
    "UNSUR": [item["id"] for item in load_rules("skm-14-2017")["elements"]["items"]],
    "date": date,
    "round_half_up": round_half_up,
}
EXAMPLES = [
    pytest.param(item["call"], item["gives"], id=f"{rule_id}-{number}")
    for rule_id in IDS
    for number, item in enumerate(load_rules(rule_id).page["examples"], 1)
]


@pytest.mark.parametrize("rule_id", IDS)
def test_the_page_on_disk_is_written_from_the_data(rule_id: str):
    """Rewrite with: python -m kpi_sim.rules.pages docs/reference/aturan"""
    assert (FOLDER / f"{rule_id}.md").read_text(encoding="utf-8") == rule_page(load_rules(rule_id))


def test_the_index_lists_every_rule_and_no_page_is_left_over():
    assert (FOLDER / "index.md").read_text(encoding="utf-8") == index_page()
    assert {path.stem for path in FOLDER.glob("*.md")} == {*IDS, "index"}


@pytest.mark.parametrize(("call", "gives"), EXAMPLES)
def test_an_example_of_a_page_is_true(call: str, gives: str):
    value = eval(call, dict(SCOPE))
    if isinstance(value, Decimal):
        assert value == Decimal(gives)
    else:
        assert str(value) == gives


@pytest.mark.parametrize("rule_id", IDS)
def test_a_page_marks_what_nobody_confirmed(rule_id: str):
    rules, text = load_rules(rule_id), rule_page(load_rules(rule_id))
    marks = text.count("**belum terverifikasi**")
    assert marks == len(rules.unverified_tables) + (not rules.verified)
    assert rules.page["what"] and rules.page["formula"]


def test_pages_are_written_where_asked(tmp_path: Path):
    assert {path.stem for path in write_pages(tmp_path / "aturan")} == {*IDS, "index"}

"""The reference pages of the scenarios are what their files say, and their examples run."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpi_sim import list_scenarios, load_scenario
from kpi_sim.scenarios.models import describe
from kpi_sim.scenarios.pages import example, index_page, scenario_page, write_pages

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "reference" / "skenario"
IDS = [info.id for info in list_scenarios()]


@pytest.mark.parametrize("scenario_id", IDS)
def test_the_page_on_disk_is_written_from_the_data(scenario_id: str):
    """Rewrite with: python -m kpi_sim.scenarios.pages docs/reference/skenario"""
    assert (FOLDER / f"{scenario_id}.md").read_text(encoding="utf-8") == scenario_page(scenario_id)


def test_the_index_lists_every_scenario_and_no_page_is_left_over():
    assert (FOLDER / "index.md").read_text(encoding="utf-8") == index_page()
    assert {path.stem for path in FOLDER.glob("*.md")} == {*IDS, "index"}


@pytest.mark.parametrize("scenario_id", IDS)
def test_the_example_of_a_page_runs_and_shows_a_difference(
    scenario_id: str, capsys: pytest.CaptureFixture[str]
):
    exec("\n".join(example(scenario_id)), {})  # noqa: S102 - our own pages
    told = capsys.readouterr().out
    assert "difference=" in told and "difference=0.0," not in told


@pytest.mark.parametrize("scenario_id", IDS)
def test_a_page_tells_every_lever_indicator_and_source(scenario_id: str):
    scenario, text = load_scenario(scenario_id), scenario_page(scenario_id)
    for item in scenario.items:
        assert text.count(f"| `{item.name}` |") == 1 + item.lever, item.name
        assert str(item.source) in text.replace("\\|", "|")
    for measure in describe(scenario).measures:
        assert f"| `{measure.id}` | {measure.label} | {measure.unit} |" in text
    assert "## Yang tidak dimodelkan\n\n- " in text


def test_every_lever_belongs_to_a_group_and_has_a_step():
    """What a simulator needs to draw it."""
    for scenario_id in IDS:
        for item in load_scenario(scenario_id).levers:
            assert item.group and (item.step or isinstance(item.value, tuple)), f"{scenario_id}: {item.name}"


def test_pages_are_written_where_asked(tmp_path: Path):
    assert {path.stem for path in write_pages(tmp_path / "skenario")} == {*IDS, "index"}

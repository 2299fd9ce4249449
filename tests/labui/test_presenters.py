"""What every simulator owes its room, whatever it simulates."""

from __future__ import annotations

import json
import re
import string
import tomllib
from typing import Any

import pytest
from labui.frame import Presenter
from labui.opening import SIMULATORS, presenter
from labui.presenters.script import FOLDER, script

from kpi_sim.errors import LabIkuError, UnknownNameError
from workshop.simulators import list_simulators

ANSWER = {"big", "headline", "detail", "score", "result", "chart", "summary", "meaning", "table", "replications", "total"}  # fmt: skip
ENGLISH = re.compile(r"\b(the|and|share|score|None|nan|inf)\b")


@pytest.fixture(scope="module", params=list(SIMULATORS))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def played(name: str) -> Presenter:
    return presenter(name)


@pytest.fixture(scope="module")
def spec(played: Presenter) -> dict[str, Any]:
    return played.spec()


def first(played: Presenter, name: str, values: dict[str, float]) -> dict[str, Any]:
    """The answer that comes at once."""
    return played.answer(played.settle(values), SIMULATORS[name][2][0])


def texts(part: Any) -> list[str]:
    """Every text inside."""
    if isinstance(part, str):
        return [part]
    if isinstance(part, dict):
        return [text for value in part.values() for text in texts(value)]
    return [text for item in part for text in texts(item)] if isinstance(part, list | tuple) else []


def test_every_simulator_has_its_notebook_with_the_same_question(name: str, spec: dict[str, Any]):
    card = {simulator.id: simulator for simulator in list_simulators()}[name]
    assert (card.title, card.question) == (spec["title"], spec["question"])


def test_it_asks_before_it_shows(spec: dict[str, Any]):
    assert spec["question"].endswith("?")
    assert spec["prediction"]["ask"].endswith("?")
    prediction = spec["prediction"]
    assert prediction["low"] <= prediction["start"] <= prediction["high"]
    assert set(spec["move"]) <= {lever["id"] for lever in spec["levers"]}
    assert len(spec["poll"]["options"]) == len(spec["poll"]["replies"]) >= 3
    assert all(spec["poll"]["replies"]), "whoever votes gets something to think about"


def test_the_page_gets_plain_values(spec: dict[str, Any]):
    assert json.loads(json.dumps(spec)) == spec


def test_levers_have_keys_of_their_own_and_fit_the_wall(spec: dict[str, Any]):
    keys = [lever["key"] for lever in spec["levers"]]
    assert keys == [str(k + 1) for k in range(len(keys))]
    assert len(keys) <= 6
    assert all(len(lever["label"]) <= 22 and len(lever["short"] or lever["label"]) <= 12 for lever in spec["levers"])  # fmt: skip


def test_every_assumption_has_value_kind_and_source(spec: dict[str, Any]):
    assert len(spec["assumptions"]) >= 2
    assert all(row["label"] and row["value"] and row["source"] for row in spec["assumptions"])
    assert all(row["kind_label"] for row in spec["assumptions"])


def test_an_answer_is_whole_in_number_words_and_table(played: Presenter, name: str, spec: dict[str, Any]):
    for values in ({}, spec["move"]):
        answer = first(played, name, values)
        assert answer.keys() >= ANSWER
        assert 20 <= len(answer["summary"]) <= 400
        assert len(answer["meaning"]) == 3
        head, rows = answer["table"]()["head"], answer["table"]()["rows"]
        assert rows
        assert all(len(row) == len(head) for row in rows)


def test_sentences_are_short_and_indonesian(played: Presenter, name: str, spec: dict[str, Any]):
    said = [
        spec["scene"],
        *(text for values in ({}, spec["move"]) for text in first(played, name, values)["meaning"]),
    ]
    for text in said:
        for sentence in re.split(r"(?<=[.?])\s", text):
            assert len(re.findall(r"\w+", sentence)) <= 25, sentence
        assert not ENGLISH.search(text), text


def test_numbers_are_written_the_indonesian_way(played: Presenter, name: str, spec: dict[str, Any]):
    answer = first(played, name, spec["move"])
    shown = texts(
        [answer["big"], answer["headline"], answer["meaning"], answer["summary"], answer["table"]()]
    )
    for text in shown:
        assert not re.search(r"\d\.\d{1,2}(?!\d)", text), text
        assert not re.search(r"\d%|\d %|(?<!\w)-\d", text), text


def test_every_lever_changes_what_is_seen(played: Presenter, name: str, spec: dict[str, Any]):
    """Each lever at one of its ends, the others at rest or as the question has them."""
    seen = ("chart", "big", "score", "detail")
    for lever in spec["levers"]:
        pairs = [
            (first(played, name, start), first(played, name, {**start, lever["id"]: lever[end]}))
            for start in ({}, spec["move"])
            for end in ("minimum", "maximum")
        ]
        assert any(before[part] != after[part] for before, after in pairs for part in seen), lever["id"]


def test_the_same_question_gets_the_same_answer(played: Presenter, name: str, spec: dict[str, Any]):
    one, other = (first(made, name, spec["move"]) for made in (presenter(name), played))
    assert one.pop("table")() == other.pop("table")()
    assert one == other


@pytest.mark.parametrize("value", [1e9, "banyak", None, True])
def test_a_wrong_value_is_refused_in_three_parts(played: Presenter, spec: dict[str, Any], value: Any):
    with pytest.raises(LabIkuError) as fault:
        played.settle({spec["levers"][0]["id"]: value})
    assert all(fault.value.parts())


def test_an_unknown_lever_is_named_with_the_nearest(played: Presenter, spec: dict[str, Any]):
    wrong = spec["levers"][0]["id"] + "x"
    with pytest.raises(UnknownNameError, match="Maksud Anda"):
        played.settle({wrong: 1.0})


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.toml")), ids=lambda file: file.stem)
def test_words_need_only_numbers_that_their_simulator_gives(file: Any):
    written = texts(tomllib.loads(file.read_text(encoding="utf-8")))
    asked = {field for text in written for _, field, _, _ in string.Formatter().parse(text) if field}
    given = presenter(file.stem).numbers()  # type: ignore[attr-defined]
    assert asked == set(given)
    assert "{" not in json.dumps(script(file.stem, given)["scene"])

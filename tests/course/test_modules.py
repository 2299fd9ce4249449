"""Each module can be taught: lessons, exercises, something to play, notes with minutes, paper, slides, objectives."""

from __future__ import annotations

import tomllib

import pytest

from workshop.agendas import ONE_DAY, list_agendas, modules
from workshop.handouts import handout_sources
from workshop.lessons import list_lessons
from workshop.paths import COURSE, EXERCISES
from workshop.simulators import list_simulators
from workshop.slides import decks

MODULES = list(modules().values())
EXERCISE_MODULES = {
    file.parent.name: tomllib.loads(file.read_text(encoding="utf-8"))["module"]
    for file in EXERCISES.glob("*/exercise.toml")
}
WITHOUT_SIMULATOR = {"M0", "M1"}  # the room itself is the activity there: a poll before anything is told


@pytest.fixture(scope="module")
def paper() -> dict[str, str]:
    return handout_sources()


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.id)
def test_a_module_has_all_its_parts(module, paper: dict[str, str]):
    assert [lesson.id for lesson in list_lessons() if lesson.module == module.id] == list(module.lessons)
    assert sum(where == module.id for where in EXERCISE_MODULES.values()) >= 1
    assert len(module.question) > 20 and module.debrief and module.minutes_in(ONE_DAY) >= 20
    assert {f"lembar-{module.id}", f"catatan-{module.id}"} <= set(paper)
    objectives = tomllib.loads((COURSE / "tujuan.toml").read_text(encoding="utf-8"))["tujuan"]
    assert sum(one["modul"] == module.id for one in objectives) >= 3


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.id)
def test_a_module_has_something_to_play_with_its_sheet_and_its_slide(module, paper: dict[str, str]):
    tried = [slide for slide in decks()[module.id].slides if slide.kind == "coba"]
    assert all(slide.simulator in module.simulators for slide in tried if slide.simulator)
    if module.id in WITHOUT_SIMULATOR:
        assert not module.simulators and any("ajak pendapat" in step.do for step in module.steps)
        assert [EXERCISE_MODULES[slide.exercise] for slide in tried] == [module.id]
    else:
        assert {f"kegiatan-{name}" for name in module.simulators} <= set(paper)
        assert tried[0].simulator


def test_every_simulator_has_its_place_in_a_module():
    placed = [name for module in MODULES for name in module.simulators]
    assert sorted(placed) == sorted(simulator.id for simulator in list_simulators())


@pytest.mark.parametrize("agenda", list_agendas(), ids=lambda agenda: agenda.id)
def test_an_agenda_gives_each_module_time(agenda):
    taught = {block.module.id for block in agenda.blocks if block.module}
    least = {"sosialisasi-2-jam": 5}.get(agenda.id, 9)  # one day chooses M5 or M6 by who is there
    assert len(taught) >= least
    assert agenda.when_late


def test_the_course_is_as_large_as_it_promises():
    """What the course was ordered with: folders, parts, cards and scorecards, code, three levels."""
    exercises = [
        tomllib.loads(file.read_text(encoding="utf-8")) for file in EXERCISES.glob("*/exercise.toml")
    ]
    kinds = [{part["kind"] for part in exercise["parts"]} for exercise in exercises]
    parts = [part["kind"] for exercise in exercises for part in exercise["parts"]]
    assert len(exercises) >= 24 and len(parts) >= 120
    assert sum(kind in ("indicator", "scorecard") for kind in parts) >= 8
    assert sum("function" in own for own in kinds) >= 10
    assert {exercise["level"] for exercise in exercises} == {"dasar", "lanjut", "tantangan"}

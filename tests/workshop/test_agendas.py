"""The facilitator's guide: minutes add up, the clock is right, every module can be taught from its notes."""

from __future__ import annotations

import re
import tomllib
from itertools import accumulate

import pytest

from kpi_sim.errors import UnknownNameError
from workshop.agendas import (
    BREAK,
    LESSON_HOUR,
    ONE_DAY,
    PLANS,
    Agenda,
    Module,
    list_agendas,
    load_agenda,
    modules,
    shown_minutes,
)
from workshop.lessons import list_lessons
from workshop.paths import COURSE, EXERCISES
from workshop.simulators import list_simulators

AGENDAS = list_agendas()
MODULES = list(modules().values())
_EXERCISES = [tomllib.loads(file.read_text(encoding="utf-8")) for file in EXERCISES.glob("*/exercise.toml")]
EXERCISE_TITLES = {exercise["title"]: exercise["module"] for exercise in _EXERCISES}
SIMULATORS = {simulator.title: simulator.id for simulator in list_simulators()}


def test_there_are_three_agendas_with_the_learning_time_of_the_plan():
    """Learning time of the plan: 120, 430 and 850 minutes; JP are whole hours of 45 minutes."""
    assert {a.id: (a.minutes, a.lesson_hours) for a in AGENDAS} == {
        "sosialisasi-2-jam": (120, 2),
        "satu-hari": (430, 9),
        "dua-hari": (850, 18),
    }
    assert all(a.minutes // LESSON_HOUR == a.lesson_hours for a in AGENDAS)


@pytest.mark.parametrize(
    ("agenda", "title", "start", "end"),
    [
        ("sosialisasi-2-jam", "Kebetulan atau bukti", "94", "108"),
        ("satu-hari", "Mengukur: waktu, kepuasan, inovasi", "11.00", "12.00"),
        ("satu-hari", "RTL, evaluasi, sertifikat", "16.30", "16.40"),
        ("dua-hari", "Dinas Kesehatan", "09.45", "11.00"),
        ("dua-hari", "Proyek puncak dan pertahanan", "14.55", "16.00"),
    ],
)
def test_the_clock_of_a_block(agenda: str, title: str, start: str, end: str):
    block = next(b for b in load_agenda(agenda).blocks if b.title == title)
    assert (block.start, block.end) == (start, end)


@pytest.mark.parametrize("agenda", AGENDAS, ids=lambda a: a.id)
def test_the_room_rests_at_least_every_two_hours(agenda: Agenda):
    for day in {block.day for block in agenda.blocks}:
        stretch = longest = 0
        for block in (b for b in agenda.blocks if b.day == day):
            stretch = 0 if block.kind == BREAK else stretch + block.minutes
            longest = max(longest, stretch)
        assert longest <= 135


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.id)
def test_a_module_can_be_taught_from_its_notes(module: Module):
    assert module.question.endswith("?") and module.surprise and module.short
    assert all(
        step.plan and max(dict(step.plan).values()) <= 30 and step.do and step.say for step in module.steps
    )
    assert len(module.questions) >= 3 and module.expected and module.obstacles and len(module.debrief) >= 2


@pytest.mark.parametrize("agenda", AGENDAS, ids=lambda a: a.id)
def test_the_steps_of_a_module_fill_its_blocks_in_every_agenda(agenda: Agenda):
    """Two blocks of one module (M2 around a break, M9 game and project) are parted between two steps."""
    for module in MODULES:
        blocks = [block.minutes for block in agenda.blocks if block.module == module]
        ends = list(accumulate(step.minutes_in(agenda.id) for step in module.steps_in(agenda.id)))
        assert set(accumulate(blocks)) <= set(ends), (agenda.id, module.id)
        assert not blocks or ends[-1] == sum(blocks)


def test_a_module_that_an_agenda_leaves_out_keeps_the_minutes_of_one_day():
    """The one-day plan chooses M5 or M6 by who is there: notes for both must be ready."""
    day = load_agenda(ONE_DAY)
    assert {module.id for module in MODULES} - {b.module.id for b in day.blocks if b.module} == {"M5"}
    assert modules()["M5"].minutes_in(ONE_DAY) == modules()["M6"].minutes_in(ONE_DAY) == 40


@pytest.mark.parametrize("agenda", AGENDAS, ids=lambda a: a.id)
def test_what_no_module_says_the_agenda_says(agenda: Agenda):
    alone = [block for block in agenda.blocks if block.module is None and block.kind != BREAK]
    assert alone and all(len(block.do) > 40 for block in alone)
    titles = set(EXERCISE_TITLES)
    assert all(set(re.findall(r'"([^"]+)"', block.do)) <= titles for block in alone)


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.id)
def test_steps_name_exercises_and_simulators_of_their_module(module: Module):
    for step in module.steps:
        for said in re.findall(r'"([^"]+)"', step.do):
            assert EXERCISE_TITLES.get(said) == module.id, said
        named = {known for title, known in SIMULATORS.items() if title in step.do}
        assert named <= set(module.simulators)
        assert step.do.count("Simulator ") == sum(
            title in step.do for title in SIMULATORS if "Simulator" in title
        )
    said = " ".join(step.do for step in module.steps)
    assert {id for title, id in SIMULATORS.items() if title in said} == set(module.simulators)


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.id)
def test_sentences_of_the_notes_stay_short(module: Module):
    texts = [module.question, module.surprise, module.short, *module.obstacles, *module.debrief]
    texts += [text for step in module.steps for text in (step.do, step.say)]
    texts += [text for pair in (*module.expected, *module.questions) for text in pair]
    sentences = [s for text in texts for s in re.split(r"(?<=[.?!;])\s+", text)]
    assert [s for s in sentences if len(s.split()) > 30] == []


def test_every_objective_belongs_to_a_module_of_the_guide():
    objectives = tomllib.loads((COURSE / "tujuan.toml").read_text(encoding="utf-8"))["tujuan"]
    assert len({o["id"] for o in objectives}) == len(objectives) == 50
    assert {o["modul"] for o in objectives} == set(modules())
    assert all(o["id"][1] == o["modul"][1] and re.fullmatch(r"C[1-6]", o["jenjang"]) for o in objectives)


def test_lessons_serve_objectives_that_exist_and_stand_in_the_guide():
    known = {o["id"] for o in tomllib.loads((COURSE / "tujuan.toml").read_text(encoding="utf-8"))["tujuan"]}
    named = {lesson for module in MODULES for lesson in module.lessons}
    for lesson in list_lessons():
        assert set(lesson.objectives) <= known
        assert lesson.id in named and lesson.id in modules()[lesson.module].lessons
    assert named == {lesson.id for lesson in list_lessons()}


def test_an_unknown_agenda_is_answered_with_the_nearest():
    with pytest.raises(UnknownNameError) as fault:
        load_agenda("satu-har")
    assert 'Agenda "satu-har" tidak ada. Maksud Anda "satu-hari"?' in str(fault.value)


def test_minutes_are_shown_side_by_side_with_a_dash_where_a_step_is_left_out():
    assert set(PLANS) == {agenda.id for agenda in AGENDAS}
    assert shown_minutes(modules()["M9"]) == "– · 25 · 115"
    assert shown_minutes(modules()["M2"].steps[0]) == "6 · 10 · 12"

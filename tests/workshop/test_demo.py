"""The demo: a class without people gets the grades that were planned, and notices when one is not."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from openpyxl import load_workbook

import grading
from workshop import paths
from workshop.cli import main
from workshop.demo import plans
from workshop.demo.plans import EXERCISES, MANNERS, Planner, people
from workshop.service.store import Store


def run(argv: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    with pytest.raises(SystemExit) as stop:
        main(argv)
    return int(stop.value.code or 0), capsys.readouterr().out


@pytest.mark.bwrap
@pytest.mark.slow
def test_a_class_without_people_gets_the_planned_grades(tmp_path: Path, capsys):
    out = tmp_path / "demo"
    code, shown = run(["demo", "--participants", "20", "--out", str(out), "--json"], capsys)
    summary = json.loads(shown)
    assert set(summary) == {"participants", "submissions", "graded", "mismatches", "seconds", "recap"}
    assert (code, summary["participants"], summary["mismatches"]) == (0, 20, 0)
    # of twenty, two stay silent and two send broken files: the other sixteen hand in both exercises
    assert summary["submissions"] == summary["graded"] == 32
    assert load_workbook(summary["recap"], read_only=True).sheetnames
    with Store(out / "kelas" / "kelas.sqlite") as store:
        statuses = Counter(result["status"] for _, _, result in store.work.results())
    assert statuses["graded"] >= 28 and sum(statuses.values()) == 32


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path, capsys):
    (tmp_path / "catatan.txt").write_text("penting")
    with pytest.raises(SystemExit) as stop:
        main(["demo", "--out", str(tmp_path)])
    assert stop.value.code == 2
    assert "Folder hasil demo sudah berisi sesuatu." in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["catatan.txt"]


def test_the_same_seed_makes_the_same_class_with_every_manner():
    crowd = people(30, 7)
    assert [(p.name, p.manner) for p in crowd] == [(p.name, p.manner) for p in people(30, 7)]
    assert set(MANNERS) == {person.manner for person in crowd} == set(plans.WORDS)


def test_what_is_deserved_is_what_the_examiner_gives_to_the_planned_answers():
    planner = Planner(grading.Rehearsal(paths.EXERCISES), b"rahasia")
    with grading.Examiner(paths.EXERCISES) as examiner:
        for exercise in EXERCISES:
            seed = grading.variant_seed(b"rahasia", "p-abc123", exercise)
            parts = examiner.public(exercise, seed)["parts"]
            for nth, manner in enumerate(("teliti", "keliru", "sebagian", "terlambat")):
                plan = planner.plan(manner, nth, "p-abc123", exercise)
                answers = {parts[place - 1]["id"]: raw for place, raw in plan.answers.items()}
                given = examiner.judge(exercise, seed, answers)
                assert sum(verdict.points for verdict in given.values()) == pytest.approx(plan.deserved)

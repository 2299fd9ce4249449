"""Every exercise of the course through the engine, with variants of its own: the key earns all, the starter nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grading import (
    Examiner,
    ExerciseCatalog,
    build_course,
    grade_course,
    variant_seed,
    write_form_submission,
    write_notebook_submission,
)
from grading.notebook.answers import assignment
from workshop import paths

SECRET = b"k" * 32
MOMENT = "2026-11-25T00:00:00+00:00"
EXERCISE = "capaian-polaritas"
CATALOG = ExerciseCatalog(paths.EXERCISES)


def solved(own: bytes, source: bytes, exercise, key: dict) -> bytes:
    """A participant's notebook with every answer cell right; functions come from the instructor's notebook."""
    document = json.loads(own)
    texts = {cell["id"]: "".join(cell["source"]) for cell in json.loads(source)["cells"]}
    for cell in document["cells"]:
        marks = cell["metadata"].get("nbgrader", {})
        if not marks.get("solution"):
            continue
        part = exercise.part(cell["metadata"]["lab_iku"]["part"])
        if part.kind == "function":
            cell["source"] = (
                texts[cell["id"]].replace("### BEGIN SOLUTION", "").replace("### END SOLUTION", "")
            )
        else:
            cell["source"] = "Jawaban saya." if part.kind == "text" else assignment(part.name, key[part.id])
    return json.dumps(document).encode()


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], object]:
    """(participant, exercise) → result, for one who solves everything, one who does nothing, one on the form."""
    course: Path = tmp_path_factory.mktemp("kelas") / "course"
    build_course(CATALOG.ids(), course, exercises=paths.EXERCISES, secret=SECRET)
    with Examiner(paths.EXERCISES) as examiner:
        for name in CATALOG.ids():
            seeds = {who: variant_seed(SECRET, who, name) for who in ("notebook", "kosong", "formulir")}
            own = {who: examiner.notebook(name, seed) for who, seed in seeds.items()}
            keys = {who: examiner.answers(name, seed)["key"] for who, seed in seeds.items()}
            full = solved(own["notebook"], examiner.source(name), CATALOG.get(name), keys["notebook"])
            write_notebook_submission(course, "notebook", name, full, MOMENT)
            write_notebook_submission(course, "kosong", name, own["kosong"], MOMENT)
            write_form_submission(
                course,
                "formulir",
                name,
                seeds["formulir"],
                keys["formulir"],
                MOMENT,
                notebook=own["formulir"],
            )
        base = solved(
            (course / "release" / EXERCISE / f"{EXERCISE}.ipynb").read_bytes(),
            examiner.source(EXERCISE),
            CATALOG.get(EXERCISE),
            examiner.answers(EXERCISE, 0)["key"],
        )
        write_notebook_submission(course, "dasar", EXERCISE, base, MOMENT)
    report = grade_course(course, exercises=paths.EXERCISES)
    return {(item.result.participant, item.result.exercise): item.result for item in report.submissions}


@pytest.mark.slow
@pytest.mark.bwrap
def test_keys_earn_all_and_starters_nothing_on_both_tracks(graded):
    for name in CATALOG.ids():
        exercise = CATALOG.get(name)
        automatic = {part.id: part.automatic_points for part in exercise.on("notebook")}
        on_form = {part.id: part.automatic_points for part in exercise.on("form")}
        solved_parts = {part.id: part.points for part in graded["notebook", name].parts}
        form_parts = {part.id: part.points for part in graded["formulir", name].parts if part.id in on_form}
        assert solved_parts == pytest.approx(automatic), name
        assert form_parts == pytest.approx(on_form), name
        assert graded["kosong", name].score == 0, name
        assert all(part.status == "empty" for part in graded["kosong", name].parts), name


@pytest.mark.slow
@pytest.mark.bwrap
def test_the_notebook_built_for_everybody_is_judged_by_its_own_numbers_and_says_so(graded):
    result = graded["dasar", EXERCISE]
    assert result.score == CATALOG.get(EXERCISE).points
    assert (
        "Notebook ini memakai angka dasar, bukan angka Anda sendiri; dinilai dengan angka dasar."
        in result.mended
    )
    assert graded["notebook", EXERCISE].mended == ()

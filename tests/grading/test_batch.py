"""A class's hand-ins, graded: right points, only what changed, a reason for every broken one, whole grades only."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import own_course
import pytest
from own_course import EXERCISE, RIGHT_CODE, SECRET, TEXT, form, key_of, notebook

from grading.batch import Policy, Wish, grade_course, read_policy
from grading.batch.errors import GradingRunningError, NothingSubmittedError, PolicyError
from grading.batch.running import _held
from grading.feedback.results import results_for
from grading.feedback.writing import write_feedback
from grading.gradebook import attempts, open_gradebook, read_all
from grading.room.rooms import Rooms
from grading.room.warm import WarmProcess

sys.modules.setdefault("rfc3987_syntax", None)
ONE = Wish(workers=1)


@pytest.fixture(scope="module")
def exercises(tmp_path_factory) -> Path:
    return own_course.make_exercises(tmp_path_factory.mktemp("latihan"))


@pytest.fixture
def course(tmp_path, exercises) -> Path:
    return own_course.make_class(tmp_path / "course", exercises)


def grade(course, exercises, wish=ONE, **more):
    """Grade; participant → result, and how many were fresh."""
    report = grade_course(course, exercises=exercises, wish=wish, **more)
    return {item.result.participant: item.result for item in report.submissions}, report.fresh


def points(result) -> dict[str, float]:
    return {part.id: part.points for part in result.parts}


def test_each_participant_is_graded_by_the_own_variant(course, exercises):
    for who in ("p-1", "p-2", "p-3"):
        form(course, who, capaian=str(key_of(exercises, who)).replace(".", ","), arah="tunggu", alasan=TEXT)
    form(course, "p-4", capaian=str(key_of(exercises, "p-1")), arah="layanan")
    found, fresh = grade(course, exercises)
    assert key_of(exercises, "p-1") != key_of(exercises, "p-4")
    assert fresh == 4
    assert [found[f"p-{n}"].score for n in range(1, 5)] == [3.0, 3.0, 3.0, 0.0]
    assert {result.max_score for result in found.values()} == {10.0}
    assert {result.status for result in found.values()} == {"graded"}
    assert {result.isolation for result in found.values()} == {""}, "literals are read, nothing is run"
    wrong = {part.id: part for part in found["p-4"].parts}
    assert (wrong["arah"].mistake_id, wrong["arah"].message) == (
        "K498",
        "Semakin banyak layanan bukan keburukan.",
    )


def test_the_class_and_nbgrader_see_the_same_grade(course, exercises):
    from nbgrader.api import Gradebook

    form(course, "p-1", capaian=str(key_of(exercises, "p-1")), arah="layanan", alasan=TEXT)
    grade(course, exercises)
    shown = results_for(course, "p-1", EXERCISE)
    assert [(part["id"], part["points"], part["kind"]) for part in shown["parts"]] == [
        ("capaian", 2, "good"),
        ("arah", 0, "bad"),
        ("alasan", 0, "none"),
        ("rumus", 0, "none"),
    ]
    assert shown["parts"][2]["message"].startswith("Tersimpan.")
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "lab-iku") as book:
        submission = book.find_submission(EXERCISE, "p-1")
        assert (submission.score, submission.max_score, submission.needs_manual_grade) == (2.0, 10.0, True)
        waiting = {grade.name for grade in submission.notebooks[0].grades if grade.needs_manual_grade}
        said = {comment.name: comment.comment for comment in submission.notebooks[0].comments}
    assert waiting == {"jawaban-alasan"}
    assert said["jawaban-arah"] == "Semakin banyak layanan bukan keburukan."
    shown_to_facilitator = (course / "autograded" / "p-1" / EXERCISE / f"{EXERCISE}.ipynb").read_text()
    assert TEXT in shown_to_facilitator
    assert "HIDDEN" not in shown_to_facilitator


def test_code_runs_in_a_room_and_costs_only_its_own_part(course, exercises):
    right = {"capaian": f"jawaban_capaian = {key_of(exercises, 'p-1')} + 0", "rumus": RIGHT_CODE}
    notebook(course, "p-1", **right)
    notebook(course, "p-2", arah="jawaban_arah = 'tunggu'", rumus="import os\nos._exit(3)")
    notebook(course, "p-3", rumus="def capaian(realisasi, target):\n    return 100 * target / realisasi")
    notebook(course, "p-4", capaian="jawaban_capaian = 1 / 0", arah="jawaban_arah = ''.join(['tung', 'gu'])")
    found, _ = grade(course, exercises)
    assert points(found["p-1"]) == {"capaian": 2.0, "arah": 0.0, "alasan": 0.0, "rumus": 3.0}
    assert found["p-1"].status == "graded"
    assert "seccomp" in found["p-1"].isolation
    assert points(found["p-2"])["arah"] == 1.0
    assert found["p-2"].status in ("crashed", "forbidden")
    assert [part.mistake_id for part in found["p-3"].parts][3] == "K497"
    assert points(found["p-4"])["arah"] == 1.0
    assert found["p-4"].status == "partial"
    assert "ZeroDivisionError" in found["p-4"].parts[0].message


@pytest.mark.parametrize("tell", ["raise ValueError(repr(S))", "return type(repr(S), (), {})()"])
def test_what_a_hidden_check_hands_over_does_not_come_back(course, exercises, tell):
    """Neither by what the function says, nor by an answer that it changes on the way."""
    keeping = "S = []\ndef capaian(realisasi, target):\n    global jawaban_arah\n    S.append((realisasi, target))\n"
    keeping += f"    jawaban_arah = repr(S)\n    if len(S) == 1: return 100 * realisasi / target\n    {tell}"
    notebook(course, "p-1", arah="jawaban_arah = str('x')", rumus=keeping)
    found = {part.id: part for part in grade(course, exercises)[0]["p-1"].parts}
    assert found["rumus"].points == 1.5, "the visible check was passed, the hidden one was asked"
    told = write_feedback(course)[0].read_text()
    told += (course / "autograded" / "p-1" / EXERCISE / f"{EXERCISE}.ipynb").read_text()
    assert "(50, 25)" not in told


def test_only_what_changed_is_graded_again(course, exercises, tmp_path):
    for who in ("p-1", "p-2"):
        form(course, who, arah="tunggu")
    assert grade(course, exercises)[1] == 2
    assert grade(course, exercises)[1] == 0
    form(course, "p-2", arah="layanan")
    found, fresh = grade(course, exercises)
    assert (fresh, found["p-2"].score, found["p-1"].score) == (1, 0.0, 1.0)
    assert grade(course, exercises, replace(ONE, everything=True))[1] == 2
    assert set(grade(course, exercises, replace(ONE, everything=True, participants=("p-1",)))[0]) == {"p-1"}


def test_an_exercise_that_was_mended_is_graded_again(course, tmp_path):
    own = own_course.make_exercises(tmp_path / "latihan")
    form(course, "p-1", arah="layanan")
    assert grade(course, own)[0]["p-1"].score == 0.0
    solution = own / EXERCISE / "solution.py"
    solution.write_text(solution.read_text().replace('"arah": "tunggu"', '"arah": "layanan"'))
    mistakes = own / EXERCISE / "mistakes.py"
    mistakes.write_text(mistakes.read_text().replace('lambda f: "layanan"', 'lambda f: "tunggu"'))
    found, fresh = grade(course, own)
    assert (found["p-1"].score, fresh) == (1.0, 1)


def test_a_broken_submission_is_a_row_with_a_reason_and_takes_nobody_along(course, exercises):
    form(course, "p-1", arah="tunggu")
    (form(course, "p-2", arah="tunggu")).write_text("{bukan notebook")
    secret = course / "source" / EXERCISE
    (course / "submitted" / "p-3").mkdir()
    (course / "submitted" / "p-3" / EXERCISE).symlink_to(secret)
    (course / "submitted" / "p-4" / "entah-apa").mkdir(parents=True)
    found, _ = grade(course, exercises)
    assert found["p-1"].score == 1.0
    assert {who: found[who].status for who in ("p-2", "p-3", "p-4")} == dict.fromkeys(
        ("p-2", "p-3", "p-4"), "rejected"
    )
    assert found["p-2"].note.startswith("Kiriman ini tidak dapat dibaca: ")
    assert found["p-3"].note == "Folder kiriman berupa tautan ke tempat lain."
    assert found["p-4"].note == 'Latihan "entah-apa" tidak ada di folder kursus.'
    assert grade(course, exercises)[1] == 0, "and is not tried again until it changes"
    form(course, "p-2", arah="tunggu")
    assert grade(course, exercises)[0]["p-2"].score == 1.0


def test_a_fault_of_ours_gives_no_zero_and_is_tried_again(course, exercises, monkeypatch):
    from grading.batch import worker

    form(course, "p-1", arah="tunggu")
    with monkeypatch.context() as broken:
        broken.setattr(worker, "entry_of", None)
        found, _ = grade(course, exercises)
    assert (found["p-1"].status, found["p-1"].score) == ("crashed", 0.0)
    assert found["p-1"].note.startswith("Penilaian kiriman ini berhenti karena kesalahan di pihak kami.")
    assert {part["message"] for part in results_for(course, "p-1", EXERCISE)["parts"]} == {
        "Menunggu penilaian fasilitator."
    }
    found, fresh = grade(course, exercises)
    assert (fresh, found["p-1"].score) == (1, 1.0)


def test_two_workers_of_one_warm_process_give_what_one_gives(course, exercises, tmp_path):
    for number in range(16):
        form(
            course,
            f"p-{number:02}",
            capaian=str(key_of(exercises, "p-03")),
            arah=("tunggu", "layanan")[number % 2],
        )
    notebook(course, "p-16", rumus=RIGHT_CODE)
    notebook(course, "p-17", rumus=RIGHT_CODE)
    one, _ = grade(course, exercises)
    with WarmProcess() as warm:
        two, fresh = grade(course, exercises, Wish(workers=2, everything=True), warm=warm)
        assert multiprocessing.active_children() == []
        assert warm.process.wait(timeout=10) == 0  # dismissed
    assert fresh == 18
    assert {who: (r.score, r.status, r.parts) for who, r in one.items()} == {
        who: (r.score, r.status, r.parts) for who, r in two.items()
    }


def test_progress_counts_up_to_the_end_and_tells_the_time_left(course, exercises):
    for number in range(3):
        form(course, f"p-{number}", arah="tunggu")
    seen = []
    grade(course, exercises, on_progress=seen.append)
    assert [(p.done, p.total) for p in seen] == [(1, 3), (2, 3), (3, 3)]
    assert all(p.seconds_left is not None and p.seconds_left >= 0 for p in seen)
    assert seen[-1].seconds_left == 0


KILLED = """
import os, signal, sys
from pathlib import Path
from grading.batch import Wish, grade_course, running
running.WRITTEN_TOGETHER = 4
def stop(progress):
    if progress.done == 6:
        os.kill(os.getpid(), signal.SIGKILL)
grade_course(Path(sys.argv[1]), exercises=Path(sys.argv[2]), wish=Wish(workers=1), on_progress=stop)
"""


def test_a_run_that_is_killed_leaves_whole_grades_and_is_finished_by_the_next(course, exercises):
    from nbgrader.api import Gradebook

    for number in range(9):
        form(course, f"p-{number}", arah="tunggu")
    done = subprocess.run([sys.executable, "-c", KILLED, str(course), str(exercises)], check=False)
    assert done.returncode == -signal.SIGKILL
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "lab-iku") as book:
        written = book.assignment_submissions(EXERCISE)
        assert [s.score for s in written] == [1.0] * 4
        assert all(len(s.notebooks[0].grades) == 4 for s in written)
    found, fresh = grade(course, exercises)
    assert fresh == 5
    assert [result.score for result in found.values()] == [1.0] * 9


def test_only_one_process_grades_a_course(course, exercises):
    form(course, "p-1", arah="tunggu")
    with _held(course), pytest.raises(GradingRunningError) as refused:
        grade(course, exercises)
    assert str(refused.value) == (
        f"Kursus ini sedang dinilai oleh proses lain (nomor {os.getpid()}). Tempat: {course}. "
        "Tunggu sampai selesai, lalu jalankan lagi. Nilai yang sudah tersimpan tidak berubah."
    )
    assert grade(course, exercises)[1] == 1


def test_nothing_handed_in_is_said(course, exercises):
    with pytest.raises(NothingSubmittedError, match="Belum ada jawaban yang dikirim"):
        grade(course, exercises)


def policy(course: Path, text: str) -> None:
    (course / ".iku" / "penilaian.toml").write_text(text, encoding="utf-8")


def set_due(course: Path, moment: str) -> None:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "lab-iku") as book:
        book.update_or_create_assignment(EXERCISE, duedate=moment)


def test_lateness_is_noted_and_costs_only_where_the_class_agreed(course, exercises):
    form(course, "p-1", arah="tunggu", moment="2026-11-24T12:00:00+07:00")
    form(course, "p-2", arah="tunggu", moment="2026-11-25T12:10:00+07:00")
    form(course, "p-3", arah="tunggu", moment="2026-11-26T13:00:00+07:00")
    grade(course, exercises)
    set_due(course, "2026-11-25 05:00:00 UTC")
    again = replace(ONE, everything=True)
    assert {r.score for r in grade(course, exercises, again)[0].values()} == {1.0}
    assert results_for(course, "p-3", EXERCISE)["note"] == (
        "Terkirim 1 hari 1 jam setelah batas waktu; nilai tidak dikurangi."
    )
    policy(course, "[terlambat]\ntenggang_menit = 15\npotongan_persen_per_hari = 10\n")
    found, _ = grade(course, exercises, again)
    assert [found[who].score for who in ("p-1", "p-2", "p-3")] == [1.0, 1.0, 0.8]
    assert results_for(course, "p-3", EXERCISE)["note"] == "Terlambat 1 hari 1 jam, nilai dikurangi 0,2 poin."


def test_the_best_attempt_counts_where_the_class_agreed(course, exercises):
    policy(course, 'kiriman = "terbaik"\n')
    for answer, score in (("tunggu", 1.0), ("layanan", 1.0)):
        form(course, "p-1", arah=answer)
        assert grade(course, exercises)[0]["p-1"].score == score
    assert grade(course, exercises)[1] == 0
    assert [a.score for a in attempts(open_gradebook(course), "p-1", EXERCISE)] == [1.0, 0.0]
    told = (
        "Kiriman terakhir Anda tidak lebih tinggi nilainya; yang dihitung dan ditampilkan kiriman sebelumnya."
    )
    assert results_for(course, "p-1", EXERCISE)["note"] == told, "else nobody knows whose verdicts these are"
    form(course, "p-1", arah="tunggu", capaian=str(key_of(exercises, "p-1")))
    assert grade(course, exercises)[0]["p-1"].score == 3.0
    assert results_for(course, "p-1", EXERCISE)["note"] == ""


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("kiriman = 'pertama'", 'kiriman = "pertama" tidak dikenal'),
        (
            "[terlambat]\npotongan_persen_per_hari = 200",
            "potongan_persen_per_hari bukan bilangan yang mungkin",
        ),
        ("[terlambat]\ndenda = 1", '"denda" tidak dikenal'),
        ("[terlambat", "bukan TOML yang sah"),
    ],
)
def test_an_unknown_policy_is_refused_with_its_reason(course, text, problem):
    policy(course, text)
    with pytest.raises(PolicyError) as refused:
        read_policy(course)
    assert str(refused.value).startswith(f"Aturan penilaian kelas tidak dapat dipakai: {problem}. Berkas ")


def test_the_penalty_grows_by_the_day_begun_and_stops():
    late = Policy(percent_per_day=10, percent_at_most=25)
    day = 86_400
    assert [late.penalty(8.0, seconds) for seconds in (0, 1, day, day + 1, 9 * day)] == [
        0,
        0.8,
        0.8,
        1.6,
        2.0,
    ]


def test_the_desks_job_tells_how_far_it_is_and_ends_with_all_results(course, exercises):
    for number in range(3):
        form(course, f"p-{number}", arah="tunggu")
    (course.parent / "class_secret").write_bytes(SECRET)
    command = [sys.executable, "-m", "workshop.service.grading_job", "--data", str(course.parent)]
    command += ["--exercises", str(exercises), EXERCISE]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    *progress, last = [json.loads(line) for line in out.splitlines()]
    assert progress == [{"done": n, "total": 3} for n in (1, 2, 3)]
    assert [r["score"] for r in last["results"]] == [1, 1, 1]
    assert set(last["results"][0]) == {
        "participant",
        "exercise",
        "score",
        "max_score",
        "status",
        "note",
        "parts",
    }
    policy(course, "kiriman = 1")
    out = subprocess.run(command, capture_output=True, text=True, check=False)
    assert json.loads(out.stdout)["fault"].startswith("Aturan penilaian kelas tidak dapat dipakai")
    assert out.returncode == 1


def children(pid: int) -> set[int]:
    import psutil

    return {process.pid for process in psutil.Process(pid).children(recursive=True)}


def test_a_job_that_is_ended_takes_its_processes_with_it(course, exercises):
    import psutil

    for number in range(20):
        notebook(course, f"p-{number:02}", rumus="import time\ntime.sleep(5)")
    (course.parent / "class_secret").write_bytes(SECRET)
    command = [sys.executable, "-m", "workshop.service.grading_job", "--data", str(course.parent)]
    job = subprocess.Popen([*command, "--exercises", str(exercises)], stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while len(started := children(job.pid)) < 5 and time.monotonic() < deadline:
        time.sleep(0.1)
    job.terminate()
    job.wait(30)
    while any(psutil.pid_exists(pid) for pid in started) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not [pid for pid in started if psutil.pid_exists(pid)]
    assert read_all(open_gradebook(course)) == []


class WallLessRooms(Rooms):
    """The rooms of a machine that offers no walls."""

    def __init__(self, level=None, *, warm=None) -> None:
        super().__init__(level, warm=warm)
        self.level = ""


def test_a_machine_without_walls_grades_forms_and_leaves_code_to_a_person(course, exercises, monkeypatch):
    monkeypatch.setattr("grading.room.rooms.Rooms", WallLessRooms)
    key = key_of(exercises, "p-1")
    notebook(
        course,
        "p-1",
        arah="jawaban_arah = 'tunggu'",
        rumus=RIGHT_CODE,
        capaian=f"jawaban_capaian = {key} + 0",
    )
    found, _ = grade(course, exercises)
    assert points(found["p-1"]) == {"capaian": 0.0, "arah": 1.0, "alasan": 0.0, "rumus": 0.0}
    messages = {part["id"]: part["message"] for part in results_for(course, "p-1", EXERCISE)["parts"]}
    assert messages["rumus"] == (
        "Jawaban berupa kode tidak dijalankan: komputer ini tidak menyediakan pemisah yang aman. "
        "Menunggu penilaian fasilitator."
    )
    assert found["p-1"].isolation == ""

"""Grading the same hand-ins by stock nbgrader, by otter-grader, by ours and by nothing but Python, in one sitting.

Run: ``.venv/bin/python benchmarks/grading.py [--submissions 60] [--forms 600] [--no-otter] [--out FILE]``. The assignment
has six tasks with visible and hidden tests (pandas, matplotlib) and an essay; six of ten hand-ins are all right, the
others have one to four tasks wrong. Every score is compared with what was planted. Memory is the peak proportional set
size of the whole process tree, sampled; for ours in a second run, because it leaves no core free to look. Ours runs three
times before stock and three times after it, since a shared machine is now fast, now slow: the median is compared, all
are told. Prints JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parent.parent
NAME = "kpi1"
FORM = "nilai-skm"
SAMPLE_SECONDS = 0.2
REPEATS = 3  # of ours on all cores, on either side of stock
# (task, right answer, wrong answer, visible test, hidden test)
TASKS = [
    ("rata", "rata = data['nilai'].mean()", "rata = 1", "assert rata > 0", "assert abs(rata - 82.5) < 1e-9"),
    ("capaian", "def capaian(r, t):\n    return 100 * r / t", "def capaian(r, t):\n    return 100 * t / r",
     "assert capaian(50, 100) == 50", "assert capaian(3, 4) == 75"),
    ("urut", "urut = data.sort_values('nilai')", "urut = data", "assert len(urut) == 4",
     "assert urut['nilai'].is_monotonic_increasing"),
    ("bobot", "def bobot(xs):\n    return [x / sum(xs) for x in xs]", "def bobot(xs):\n    return xs",
     "assert len(bobot([1, 1])) == 2", "assert bobot([1, 3]) == [0.25, 0.75]"),
    ("unit", "unit = data.groupby('unit')['nilai'].max()", "unit = data['nilai']", "assert len(unit) >= 2",
     "assert unit['A'] == 85"),
    ("gambar", "fig, ax = plt.subplots()\n_ = ax.bar(data['unit'], data['nilai'])\ntinggi = float(data['nilai'].max())",
     "fig, ax = plt.subplots()\ntinggi = 0.0", "assert tinggi >= 0", "assert tinggi == 90"),
]  # fmt: skip
DATA = """import pandas as pd
import matplotlib.pyplot as plt
data = pd.DataFrame({"unit": ["A", "A", "B", "B"], "nilai": [80, 85, 75, 90]})"""


def cell(kind: str, source: str, name: str = "", **marks: Any) -> dict[str, Any]:
    """A notebook cell with nbgrader's marks."""
    whole: dict[str, Any] = {"cell_type": kind, "id": name or "judul", "metadata": {}, "source": source}
    if name:
        base = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
        whole["metadata"]["nbgrader"] = {**base, "grade_id": name, "cell_type": kind, **marks}
    return whole | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def document(cells: list[dict[str, Any]]) -> str:
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return json.dumps(
        {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    )


def source_cells() -> list[dict[str, Any]]:
    cells = [cell("code", DATA, "data", locked=True)]
    for name, right, _, visible, hidden in TASKS:
        cells.append(cell("code", f"### BEGIN SOLUTION\n{right}\n### END SOLUTION", name, solution=True))
        test = f"{visible}\n### BEGIN HIDDEN TESTS\n{hidden}\n### END HIDDEN TESTS"
        cells.append(cell("code", test, f"uji-{name}", grade=True, locked=True, points=2))
    return [*cells, cell("markdown", "", "esai", grade=True, solution=True, points=4)]


def plant(course: Path, count: int) -> dict[str, float]:
    """A course with ``count`` hand-ins; participant → the score it deserves."""
    (course / "source" / NAME).mkdir(parents=True)
    (course / "source" / NAME / f"{NAME}.ipynb").write_text(document(source_cells()))
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", NAME]
    subprocess.run(command, cwd=course, env=environment, check=True, capture_output=True)
    released = json.loads((course / "release" / NAME / f"{NAME}.ipynb").read_text())
    deserved = {}
    for number in range(count):
        wrong = set() if number % 10 < 6 else {(number + step) % 6 for step in range(number % 10 - 5)}
        answers = {
            task[0]: f"{task[2 if place in wrong else 1]}\n# cara peserta {number}"  # no two hand in the same
            for place, task in enumerate(TASKS)
        }
        answers["esai"] = f"Jawaban peserta {number}."
        cells = [
            {**c, "source": answers.get(c["metadata"]["nbgrader"]["grade_id"], c["source"])}
            for c in released["cells"]
        ]
        folder = course / "submitted" / f"p-{number:03}" / NAME
        folder.mkdir(parents=True)
        (folder / f"{NAME}.ipynb").write_text(json.dumps({**released, "cells": cells}))
        deserved[f"p-{number:03}"] = 12.0 - 2 * len(wrong)
    return deserved


class Watched:
    """Runs a command; wall seconds, processor seconds and (``look``) peak memory (MB) of its tree."""

    def __init__(self, command: list[str], cwd: Path, *, look: bool = True) -> None:
        environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
        begun = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=cwd, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        self.peak = 0.0
        ended = threading.Event()
        sampler = threading.Thread(target=self._sample, args=(process.pid, ended))
        if look:
            sampler.start()
        before = _children_cpu()
        out, fault = process.communicate()
        self.cpu = _children_cpu() - before
        self.seconds = time.perf_counter() - begun
        ended.set()
        if look:
            sampler.join()
        self.out = out.decode()
        if process.returncode:
            raise RuntimeError(fault.decode()[-2000:])

    def _sample(self, pid: int, ended: threading.Event) -> None:
        while not ended.wait(SAMPLE_SECONDS):
            total = sum(_pss(process) for process in _tree(pid))
            self.peak = max(self.peak, total / 2**20)


def _children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _tree(pid: int) -> Iterator[psutil.Process]:
    try:
        root = psutil.Process(pid)
        yield root
        yield from root.children(recursive=True)
    except psutil.NoSuchProcess:
        return


def _pss(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except (psutil.NoSuchProcess, psutil.AccessDenied, OSError):
        return 0


def scores(course: Path) -> dict[str, float]:
    """Participant → score, as nbgrader reads it."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        return {submission.student.id: submission.score for submission in book.assignment_submissions(NAME)}


def report(watched: Watched, found: dict[str, float], deserved: dict[str, float]) -> dict[str, Any]:
    right = sum(found.get(who) == score for who, score in deserved.items())
    return {
        "seconds": round(watched.seconds, 2),
        "seconds_per_submission": round(watched.seconds / len(deserved), 4),
        "processor_seconds_per_submission": round(watched.cpu / len(deserved), 4),
        "scores_right": f"{right}/{len(deserved)}",
        "peak_mb": round(watched.peak),
    }


def stock(place: Path, count: int) -> dict[str, Any]:
    """``nbgrader autograde``, one run."""
    deserved = plant(place, count)
    watched = Watched([sys.executable, "-m", "nbgrader", "autograde", NAME], place)
    return report(watched, scores(place), deserved)


def ours(place: Path, count: int, workers: int) -> dict[str, Any]:
    """``iku grade``, from the shell to the gradebook."""
    deserved = plant(place, count)
    command = [sys.executable, "-m", "workshop.cli", "grade", "--class", str(place), "--json"]
    command += ["--workers", str(workers)]
    watched = Watched(command, ROOT, look=False)
    told = json.loads(watched.out)
    found = report(watched, scores(place), deserved)
    found["peak_mb"] = round(Watched([*command, "--all"], ROOT).peak)
    isolation = {item["isolation"] for item in told["submissions"]}
    return {**found, "workers": workers, "isolation": sorted(isolation)}


def otter(place: Path, count: int) -> dict[str, Any]:
    """``otter run``, once for each of the same hand-ins."""
    from peers import otter as peer

    try:
        peer.environment()
    except subprocess.CalledProcessError:
        return {"installed": False, "why": "otter-grader could not be fetched from the package registry"}
    deserved = plant(place, count)
    archive = peer.autograder(place, [(name, visible, hidden) for name, _, _, visible, hidden in TASKS])
    notebooks = [str(place / "submitted" / who / NAME / f"{NAME}.ipynb") for who in deserved]
    watched = Watched([sys.executable, peer.__file__, str(archive), str(place / "otter"), *notebooks], place)
    return report(watched, {who: peer.score(place / "otter" / who) for who in deserved}, deserved)


def forms(place: Path, count: int) -> dict[str, Any]:
    """Form answers: judged by the examiner, and from the folder to the gradebook."""
    sys.path.insert(0, str(ROOT))
    import grading
    from grading.batch import Wish, grade_course

    exercises, secret = ROOT / "course" / "exercises", b"pembanding" * 4
    grading.build_course([FORM], place, exercises=exercises, secret=secret)
    parts = grading.ExerciseCatalog(exercises).get(FORM).parts
    answers: dict[str, Any] = {part.id: 81.25 for part in parts if part.kind == "number"}
    answers |= {part.id: part.options[0].id for part in parts if part.kind == "choice"}
    people = [f"p-{number:04}" for number in range(count)]
    seeds = [grading.variant_seed(secret, who, FORM) for who in people]
    rates = {}
    with grading.Examiner(exercises) as examiner:
        examiner.judge(FORM, 1, answers)
        for name in ("first", "again"):
            begun = time.perf_counter()
            for seed in seeds:
                examiner.judge(FORM, seed, answers)
            rates[name] = count / (time.perf_counter() - begun)
    for who, seed in zip(people, seeds, strict=True):
        raw = {key: str(value).replace(".", ",") for key, value in answers.items()}
        grading.write_form_submission(place, who, FORM, seed, raw, "2026-11-25T10:00:00+07:00")
    begun = time.perf_counter()
    done = grade_course(place, exercises=exercises, wish=Wish())
    seconds = time.perf_counter() - begun
    assert done.fresh == count
    begun, used = time.perf_counter(), time.process_time()
    pages = len(grading.write_feedback(place))
    written, used = time.perf_counter() - begun, time.process_time() - used
    return {
        "forms": count,
        "feedback_ms_per_page": round(1000 * written / pages, 2),
        "feedback_processor_ms_per_page": round(1000 * used / pages, 2),
        "judged_per_second": round(rates["again"]),
        "judged_per_second_first_time": round(rates["first"]),
        "through_gradebook_per_second": round(count / seconds),
        "seconds_through_gradebook": round(seconds, 2),
    }


def bare(place: Path, count: int) -> dict[str, Any]:
    """The cells alone, in one warm process: plainly executed, and as a kernel runs them (see ``bare.py``)."""
    deserved = plant(place, count)
    found = {}
    for kind in ("exec", "ipython"):
        command = [sys.executable, str(ROOT / "benchmarks" / "bare.py"), str(place), NAME, kind]
        told = json.loads(Watched(command, place).out)
        right = sum(told["scores"].get(who) == score for who, score in deserved.items())
        found[kind] = {
            "seconds_per_submission": round(told["seconds"] / count, 4),
            "processor_seconds_per_submission": round(told["processor_seconds"] / count, 4),
            "scores_right": f"{right}/{count}",
        }
    return found


def start(place: Path) -> dict[str, float]:
    """From the shell to the grade of a single hand-in: all that starting costs."""
    plant(place, 1)
    command = [
        sys.executable,
        "-m",
        "workshop.cli",
        "grade",
        "--class",
        str(place),
        "--workers",
        "1",
        "--json",
        "--all",
    ]
    watched = [Watched(command, ROOT) for _ in range(3)]
    best = min(watched, key=lambda run: run.seconds)
    inside = json.loads(best.out)["submissions"][0]["seconds"]
    return {"seconds_for_one": round(best.seconds, 2), "of_which_grading": inside}


def _middle(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """The run that took as long as the median; of two, the slower."""
    return sorted(runs, key=lambda run: run["seconds"])[len(runs) // 2]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=60)
    parser.add_argument("--forms", type=int, default=600)
    parser.add_argument("--no-otter", action="store_true", help="leave out otter, which takes ten minutes")
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    count, cores = asked.submissions, os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        found: dict[str, Any] = {
            "machine": f"{platform.machine()}, {cores} cores, Python {platform.python_version()}",
            "load_before": round(os.getloadavg()[0], 2),
            "submissions": count,
            "ours_one_worker": ours(place / "one", count, 1),
            "bare": bare(place / "bare", count),
            "start": start(place / "start"),
            "forms": forms(place / "forms", asked.forms),
            "otter": {} if asked.no_otter else otter(place / "otter", count),
        }
        runs = [ours(place / f"before-{number}", count, cores) for number in range(REPEATS)]
        found["stock"] = stock(place / "stock", count)
        runs += [ours(place / f"after-{number}", count, cores) for number in range(REPEATS)]
        found["stock_start"] = stock(place / "stock-one", 1)["seconds"]
    one, many = found["ours_one_worker"], _middle(runs)
    found["ours"] = {**many, "seconds_of_all_runs": [run["seconds"] for run in runs]}
    per = found["stock"]["seconds_per_submission"]
    cpu = found["stock"]["processor_seconds_per_submission"]
    found["times_less_processor_than_stock"] = round(cpu / one["processor_seconds_per_submission"], 1)
    graded = (one["seconds"] - found["start"]["seconds_for_one"]) / max(1, count - 1)
    found["times_bare_without_start"] = {
        kind: round(graded / run["seconds_per_submission"], 1) for kind, run in found["bare"].items()
    }
    found["times_faster_than_stock"] = {
        "one_worker": round(per / one["seconds_per_submission"], 1),
        "all_cores": round(per / many["seconds_per_submission"], 1),
    }
    rest = found["stock"]["seconds"] - found["stock_start"]
    found["times_faster_without_start"] = {
        name: round(rest / (run["seconds"] - found["start"]["seconds_for_one"]), 1)
        for name, run in (("one_worker", one), ("all_cores", many))
    }
    if "seconds_per_submission" in found["otter"]:
        found["times_faster_than_otter"] = {
            name: round(found["otter"]["seconds_per_submission"] / run["seconds_per_submission"], 1)
            for name, run in (("one_worker", one), ("all_cores", many))
        }
    text = json.dumps(found, indent=2)
    if asked.out:
        asked.out.write_text(text + "\n")
    print(text)


if __name__ == "__main__":
    main()

"""A class that outgrows one machine: a real Dask scheduler with two workers gives the same grades."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import own_course
import pytest
from own_course import RIGHT_CODE, form, key_of, notebook

from grading.batch import Wish, grade_course
from grading.batch.cluster import on_cluster
from grading.batch.errors import ClusterError


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory) -> Iterator[str]:
    """Address of a scheduler with two workers, each a process of its own."""
    place = tmp_path_factory.mktemp("dask")
    tests = str(Path(__file__).resolve().parents[1])
    environment = {**os.environ, "PYTHONPATH": tests, "DASK_LOGGING__DISTRIBUTED": "info"}
    running: list[subprocess.Popen] = []

    def start(*words: str) -> Path:
        log = place / f"{len(running)}.log"
        command = [sys.executable, "-m", "distributed.cli." + words[0], *words[1:]]
        with log.open("w") as out:
            running.append(subprocess.Popen(command, cwd=place, env=environment, stdout=out, stderr=out))
        return log

    try:
        log = start("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show")
        address = _awaited(r"tcp://127\.0\.0\.1:\d+", log)
        logs = [
            start("dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard") for _ in range(2)
        ]
        for log in logs:
            _awaited("Registered to", log)
        yield address
    finally:
        for process in reversed(running):
            process.terminate()
        for process in running:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:  # Dask's own farewell sometimes hangs
                process.kill()
                process.wait()


def _awaited(pattern: str, log: Path) -> str:
    deadline = time.monotonic() + 60
    while not (found := re.search(pattern, log.read_text())):
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.05)
    return found[0]


def test_a_cluster_gives_the_same_grades(scheduler, tmp_path):
    exercises = own_course.make_exercises(tmp_path / "latihan")
    course = own_course.make_class(tmp_path / "kursus", exercises)
    for number in range(12):
        form(
            course,
            f"p-{number:02}",
            capaian=str(key_of(exercises, "p-03")),
            arah=("tunggu", "layanan")[number % 2],
        )
    notebook(course, "p-12", rumus=RIGHT_CODE)
    notebook(course, "p-13", rumus="import os\nos._exit(1)")
    with on_cluster(scheduler) as executor:
        there = grade_course(course, exercises=exercises, executor=executor)
    here = grade_course(course, exercises=exercises, wish=Wish(workers=1, everything=True))
    assert there.fresh == here.fresh == 14

    def without_time(report):
        return [
            (i.result.participant, i.result.score, i.result.status, i.result.parts)
            for i in report.submissions
        ]

    assert without_time(there) == without_time(here)


def test_a_cluster_that_is_away_is_told():
    with pytest.raises(ClusterError) as refused, on_cluster("tcp://127.0.0.1:9", patience="1s"):
        pass
    assert str(refused.value).startswith("Kluster Dask di tcp://127.0.0.1:9 tidak menjawab (")
    assert str(refused.value).endswith("atau nilai di komputer ini tanpa --cluster.")

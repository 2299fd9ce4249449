"""Real formgrader over a class graded by us: every page, the same scores, marks by hand, our engine behind its button."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import own_course
import pytest
import requests
from own_course import EXERCISE, form, key_of, notebook
from playwright.sync_api import Page, Route

from grading.batch import Wish, grade_course
from grading.feedback.results import results_for

sys.modules.setdefault("rfc3987_syntax", None)
HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)> Formula $x^2$. "
    "$\\href{javascript:alert(3)}{tautan}$ $\\unicode{41}$"
)
CONFIG = """
c.ServerApp.token = "uji"
c.ServerApp.open_browser = False
c.ServerApp.allow_root = True
c.ServerApp.jpserver_extensions = {{
    "nbgrader.server_extensions.formgrader": True, "grading.formgrader": True,
    "jupyterlab": False, "voila": False, "notebook": False, "jupyter_lsp": False,
    "nbgrader.server_extensions.assignment_list": False, "nbgrader.server_extensions.course_list": False,
    "nbgrader.server_extensions.validate_assignment": False,
}}
"""


@dataclass
class Desk:
    """A signed-in facilitator at a Jupyter server."""

    address: str
    course: Path

    def ask(self, method: str, path: str, **more) -> requests.Response:
        headers = {"Authorization": "token uji"}
        return requests.request(method, f"{self.address}{path}", headers=headers, timeout=60, **more)

    def get(self, path: str) -> requests.Response:
        return self.ask("GET", path)

    def api(self, path: str):
        return self.get(f"/formgrader/api/{path}").json()


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Iterator[Desk]:
    """Four graded submissions and a server whose working directory is the course."""
    root = tmp_path_factory.mktemp("formgrader")
    exercises = own_course.make_exercises(root / "latihan")
    course = own_course.make_class(root / "kursus", exercises)
    form(course, "p-1", capaian=str(key_of(exercises, "p-1")), arah="tunggu", alasan=HOSTILE)
    form(course, "p-2", arah="layanan")
    notebook(course, "p-3", rumus=own_course.RIGHT_CODE)
    grade_course(course, exercises=exercises, wish=Wish(workers=1))
    config = root / "jupyter_server_config.py"
    config.write_text(CONFIG.format())
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    environment = {**os.environ, "JUPYTER_CONFIG_DIR": str(root / "config"), "HOME": str(root)}
    log = (root / "server.log").open("w")
    command = [sys.executable, "-m", "jupyter_server", f"--config={config}", f"--port={port}"]
    server = subprocess.Popen(command, cwd=course, env=environment, stdout=log, stderr=log)
    try:
        desk = Desk(f"http://127.0.0.1:{port}", course)
        _wait(desk, server, root / "server.log")
        yield desk
    finally:
        server.terminate()
        server.wait(20)
        log.close()


def _wait(desk: Desk, server: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if desk.get("/api/status").ok:
                return
        except requests.ConnectionError:
            time.sleep(0.2)
    raise AssertionError(log.read_text()[-3000:])


def submission_ids(desk: Desk) -> dict[str, str]:
    return {s["student"]: s["id"] for s in desk.api(f"submitted_notebooks/{EXERCISE}/{EXERCISE}")}


def test_every_page_opens(desk):
    one = submission_ids(desk)["p-1"]
    pages = ["manage_assignments", f"manage_submissions/{EXERCISE}", "gradebook", f"gradebook/{EXERCISE}"]
    pages += [f"gradebook/{EXERCISE}/{EXERCISE}", "manage_students", "manage_students/p-1"]
    pages += [f"manage_students/p-1/{EXERCISE}", f"submissions/{one}", f"submissions/{one}/next"]
    assert {page: desk.get(f"/formgrader/{page}").status_code for page in pages} == dict.fromkeys(pages, 200)


def test_its_tables_show_the_scores_that_we_gave(desk):
    submissions = {s["student"]: s for s in desk.api(f"submissions/{EXERCISE}")}
    ours = {who: results_for(desk.course, who, EXERCISE) for who in ("p-1", "p-2", "p-3")}
    assert {who: submissions[who]["score"] for who in ours} == {
        who: float(r["score"]) for who, r in ours.items()
    }
    assert {who: r["score"] for who, r in ours.items()} == {"p-1": 3, "p-2": 0, "p-3": 3}
    assert {submissions[who]["max_score"] for who in ours} == {10.0}
    assert {who: submissions[who]["needs_manual_grade"] for who in ours} == {
        "p-1": True,
        "p-2": False,
        "p-3": False,
    }
    assert {submissions[who]["autograded"] for who in ours} == {True}
    assert [a["name"] for a in desk.api("assignments")] == [EXERCISE]


def test_the_marking_page_loads_nothing_from_outside_and_obeys_no_answer(desk):
    text = desk.get(f"/formgrader/submissions/{submission_ids(desk)['p-1']}/").text
    assert "Formula" in text
    assert not re.findall(r"""(?:src|href)=["'](?:https?:)?//[^"']+\.(?:js|css)""", text)
    assert "cdnjs" not in text
    assert "<script>alert(1)" not in text
    assert not re.search(r"<img[^>]+onerror", text)
    assert "HIDDEN" not in text


@pytest.fixture
def visit(desk, browser) -> Iterator[tuple[Page, list[str]]]:
    """A page of the facilitator, and the addresses outside that it asked for: those never get an answer."""
    context = browser.new_context(extra_http_headers={"Authorization": "token uji"})
    outside: list[str] = []

    def hang_outside(route: Route) -> None:
        if route.request.url.startswith(desk.address):
            route.continue_()
        else:
            outside.append(route.request.url)

    page = context.new_page()
    page.route("**/*", hang_outside)
    yield page, outside
    page.unroute_all(behavior="ignoreErrors")
    context.close()


@pytest.mark.browser
def test_formulas_are_typeset_without_internet_and_answers_cannot_run(desk, visit):
    page, outside = visit
    told: list[str] = []
    page.on("dialog", lambda dialog: (told.append(dialog.message), dialog.dismiss()))
    page.on("response", lambda response: told.append(response.url) if response.status >= 400 else None)
    page.goto(f"{desk.address}/formgrader/submissions/{submission_ids(desk)['p-1']}/")
    formula = page.locator(".MathJax .msubsup").first
    formula.wait_for()
    assert formula.inner_text().split() == ["𝑥", "2"]  # a mathematical x: the fonts of the server were found
    linked = page.locator(".MathJax", has_text="tautan")
    linked.wait_for()
    assert page.locator("a[href^='javascript']").count() == 0
    assert (outside, told) == ([], [])


@pytest.mark.browser
def test_no_page_of_formgrader_waits_for_the_outside(desk, visit):
    page, outside = visit
    for place in (
        "manage_assignments",
        f"manage_submissions/{EXERCISE}",
        "gradebook",
        f"gradebook/{EXERCISE}/{EXERCISE}",
        "manage_students",
        f"manage_students/p-1/{EXERCISE}",
    ):
        page.goto(f"{desk.address}/formgrader/{place}")
        page.locator("table tbody tr").first.wait_for()
        page.wait_for_load_state("networkidle")
    assert outside == []


def test_a_mark_given_there_reaches_the_trainee(desk):
    one = submission_ids(desk)["p-1"]
    grade = next(g for g in desk.api(f"grades?submission_id={one}") if g["name"] == "jawaban-alasan")
    comment = next(c for c in desk.api(f"comments?submission_id={one}") if c["name"] == "jawaban-alasan")
    put = {"manual_score": 3.5, "extra_credit": None}
    assert desk.ask("PUT", f"/formgrader/api/grade/{grade['id']}", data=json.dumps(put)).ok
    words = json.dumps({"manual_comment": "Sebutkan siapa warganya."})
    assert desk.ask("PUT", f"/formgrader/api/comment/{comment['id']}", data=words).ok
    result = results_for(desk.course, "p-1", EXERCISE)
    part = next(part for part in result["parts"] if part["id"] == "alasan")
    assert (result["score"], part["points"], part["kind"]) == (6.5, 3.5, "warn")
    assert part["message"] == "Sebutkan siapa warganya."


def test_the_button_grades_by_our_engine_while_the_server_answers(desk):
    form(desk.course, "p-2", arah="tunggu")
    answers: list[requests.Response] = []

    def press() -> None:
        answers.append(desk.ask("POST", f"/formgrader/api/submission/{EXERCISE}/p-2/autograde"))

    pressing = threading.Thread(target=press)
    pressing.start()
    meanwhile = 0
    while pressing.is_alive():
        assert desk.get("/api/status").ok
        meanwhile += 1
    pressing.join()
    assert answers[0].json()["success"], answers[0].text
    assert meanwhile > 1
    result = results_for(desk.course, "p-2", EXERCISE)
    assert result["status"] == "graded"
    # by the exercise that the course was built from, not only by the test cells of its notebook
    assert [part["id"] for part in result["parts"]] == ["capaian", "arah", "alasan", "rumus"]


def test_nbgrader_autograde_and_feedback_work_on_the_course(desk):
    """The commands of nbgrader itself, with the configuration that stands in the course folder."""
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    for verb in ("autograde", "generate_feedback"):
        command = [sys.executable, "-m", "nbgrader", verb, EXERCISE, "--student=p-3", "--force"]
        done = subprocess.run(
            command, cwd=desk.course, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr[-2000:]
    page = (desk.course / "feedback" / "p-3" / EXERCISE / f"{EXERCISE}.html").read_text()
    assert "HIDDEN" not in page
    assert "cdnjs" not in page
    assert results_for(desk.course, "p-3", EXERCISE)["parts"][-1]["points"] == 3

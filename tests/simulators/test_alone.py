"""``iku simulator NAME`` as a person uses it: opens alone in Chromium, asks nobody else, ends with Ctrl-C."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator

import psutil
import pytest
from playwright.sync_api import sync_playwright
from simulators.serving import PATIENCE, free_port

from workshop.cli import main
from workshop.simulators.server import base_path


@pytest.mark.parametrize(
    ("given", "path"), [("/", "/"), ("", "/"), ("/simulator/", "/simulator/"), ("a/b", "/a/b/")]
)
def test_the_base_is_a_path_of_this_computer(given: str, path: str):
    assert base_path(given) == path


def test_a_wrong_name_is_told_with_the_nearest(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        main(["simulator", "lokett"])
    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert told.startswith('Simulator "lokett" tidak ada. Maksud Anda "loket"? Yang tersedia: adopsi, ')


@pytest.fixture
def alone() -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command, and the address that it tells."""
    program = "import sys; from workshop.cli import main; main(sys.argv[1:])"
    argv = [sys.executable, "-c", program, "simulator", "skor", "--port", str(free_port()), "--no-browser"]
    process = subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout
    said = process.stdout.readline()
    assert said.startswith("Panel Skor siap: http://127.0.0.1:")
    yield process, said.split()[-1]
    if process.poll() is None:
        process.terminate()
        process.wait(PATIENCE)


@pytest.mark.browser
def test_it_opens_and_answers_alone_and_ends_with_ctrl_c(alone: tuple[subprocess.Popen[str], str]):
    process, address = alone
    outside: list[str] = []
    complaints: list[str] = []
    here = tuple(address.replace("http", kind).rsplit("/", 1)[0] for kind in ("http", "ws"))
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page()
        page.on("request", lambda sent: None if sent.url.startswith(here) else outside.append(sent.url))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda fault: complaints.append(str(fault)))
        page.goto(address)
        page.wait_for_selector(".iku.sim[data-replications]")
        for _ in range(3):
            page.keyboard.press("PageDown")
        page.wait_for_selector(".iku.sim[data-step=arti]")
        page.wait_for_load_state("networkidle")
        assert (outside, complaints) == ([], [])
        started = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=PATIENCE)
        page.wait_for_selector(".cut-off >> text=Sambungan ke simulator terputus.")
        browser.close()
    assert process.returncode == 0
    assert said.splitlines()[-1] == "Simulator ditutup."
    assert started
    assert not psutil.wait_procs(started, timeout=PATIENCE)[1]

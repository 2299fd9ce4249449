"""The line that says how far a command is."""

from __future__ import annotations

import io
import sys

import pytest

from workshop import progress


class Terminal(io.StringIO):
    """A place to write that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch):
    """Seconds that pass when the test says so."""
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    return now


def test_it_reckons_what_is_left_from_what_is_done(clock, monkeypatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    show = progress.bar("dinilai")
    clock[0] += 10
    show(20, 60)
    clock[0] += 0.1
    show(21, 60)  # too soon after the last
    clock[0] += 15
    show(60, 60)
    lines = [line.rstrip() for line in sys.stderr.getvalue().split("\r")]
    assert lines == ["", "20 dari 60 dinilai, sisa sekitar 20 detik", "60 dari 60 dinilai"]


def test_the_last_few_are_never_promised_in_no_time(clock, monkeypatch):
    """The last of sixty may be the one that runs for ever."""
    monkeypatch.setattr(sys, "stderr", Terminal())
    clock_of_class = progress.bar("dinilai")
    clock[0] += 3
    clock_of_class(59, 60)
    assert sys.stderr.getvalue().rstrip() == "\r59 dari 60 dinilai, tinggal sedikit lagi"


def test_what_is_done_at_once_says_nothing(clock, monkeypatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    show = progress.bar("berkas dibaca")
    for done in range(4):
        show(done, 3)
        clock[0] += 0.6
    assert sys.stderr.getvalue() == ""


def test_nobody_is_told_where_nobody_looks(monkeypatch):
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert progress.bar("dinilai") is None

"""One process after another is killed while people work: each part is back, and nothing acknowledged is lost.

A short turn of what ``benchmarks/class.py`` does at length; every kind of process dies at least once.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from tornado.httpclient import AsyncHTTPClient

from benchmarks.classroom.fire import Fire
from benchmarks.classroom.running import RunningClass

ALWAYS = frozenset(
    {
        "service",
        "door",
        "hub",
        "keeper",
        "simulators",
        "examiner",
        "warm simulators",
        "warm notebooks",
        "cage",
        "supervisor",
    }
)


@pytest.mark.bwrap
@pytest.mark.slow
@pytest.mark.timeout(900)  # ten deaths; each part's return takes as long as the machine is busy
def test_every_part_of_a_class_may_die_and_nothing_acknowledged_is_lost(tmp_path: Path):
    kelas = RunningClass(tmp_path / "kelas")
    kelas.start()
    said: list[str] = []
    AsyncHTTPClient.configure(None, max_clients=200)
    try:
        fire = Fire(kelas, phones=4, laptops=1, say=said.append, longest=240)
        told = asyncio.run(fire.run(len(ALWAYS), only=ALWAYS))
    finally:
        kelas.stop()
    assert told["lost"] == {"answers": 0, "hand_ins": 0, "files": 0}
    assert set(told["by_part"]) == ALWAYS
    assert told["not_back"] == []
    assert min(fire.saved) > 0 and sum(fire.written) > 0

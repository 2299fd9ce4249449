"""The keeper of the cages: a hub that dies disturbs nobody, and only this user's processes are heard."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator

import psutil
import pytest
from notebook_room import ROOT, RunningClass, Trainee, wait_until
from processes import still_runs

from workshop.hub import keeper
from workshop.hub.spawner import runs

pytestmark = [pytest.mark.bwrap, pytest.mark.slow]
ROOT_HERE = os.geteuid() == 0
RUNS_AS = ["root", "ordinary user"] if ROOT_HERE else ["ordinary user"]
ORDER = {
    "person": "p-abc123",
    "cage": {"home": "/nowhere", "run": "/nowhere", "uid": None, "words": []},
    "port": 1,
    "arguments": [],
    "env": {},
}


@pytest.fixture(scope="module", params=RUNS_AS)
def room(request: pytest.FixtureRequest) -> Iterator[RunningClass]:
    running = RunningClass(ordinary=request.param != "root" and ROOT_HERE)
    yield running
    running.stop()


def test_a_hub_that_is_killed_leaves_every_jupyterlab_at_work_and_knows_it_again(room: RunningClass):
    ani = Trainee(room, "Ani").join().open_lab()
    assert ani.run("kept = 6 * 7") == ""
    cages = room.processes("bwrap ")
    (hub,) = room.processes("-m workshop.hub -f")
    hub.kill()
    hub.wait()
    assert ani.run("print(kept)") == "42\n"
    wait_until(lambda: room.answers("/hub/api"))
    assert ani.run("print(kept)") == "42\n"
    # the new hub can end the server that the old one had started
    ani.leave()
    wait_until(lambda: not any(map(still_runs, cages)))


def test_jupyterlabs_own_files_are_sent_small(room: RunningClass):
    cici = Trainee(room, "Cici").join().open_lab()
    page = cici.get(f"/user/{cici.id}/lab").text
    scripts = re.findall(r'src="([^"]+/static/lab/[^"]+[.]js[^"]*)"', page)
    assert scripts
    sent = cici.get(scripts[0], stream=True)
    packed = sent.raw.read(decode_content=False)
    assert sent.headers["Content-Encoding"] == "gzip"
    assert len(gzip.decompress(packed)) > 2 * len(packed)


def test_a_server_of_a_cage_that_ended_while_there_was_no_hub_is_started_again(room: RunningClass):
    budi = Trainee(room, "Budi").join().open_lab()
    cages = room.processes("bwrap ")
    (hub,) = room.processes("-m workshop.hub -f")
    hub.kill()
    for cage in cages:
        cage.kill()
    hub.wait()
    wait_until(lambda: room.answers("/hub/api"))
    wait_until(lambda: _works(budi))


def test_what_the_keeper_cannot_start_is_told_and_the_next_order_is_served(room: RunningClass):
    ask = """
try:
    asyncio.run(keeper.ask(sys.argv[1], json.loads(sys.argv[2])))
except keeper.NotKeptError as fault:
    print(fault)
"""
    for _ in range(2):
        assert "FileNotFoundError" in _as_user(_owner(room), ask, _socket_name(room), json.dumps(ORDER))


def test_only_processes_of_the_same_user_are_heard(room: RunningClass):
    listen = """
end = socket.socket(socket.AF_UNIX)
end.settimeout(3)
end.connect("\\0" + sys.argv[1])
try:
    print(end.recv(100))
except TimeoutError:
    print("heard")
"""
    assert _as_user(_owner(room), listen, _socket_name(room)) == "heard\n"
    if ROOT_HERE:  # who else could become somebody else
        assert _as_user(4242, listen, _socket_name(room)) == "b''\n"


def test_a_person_who_opens_again_has_one_cage_whatever_the_hub_has_forgotten(room: RunningClass):
    dedi = Trainee(room, "Dedi").join().open_lab()
    older = _cages_of(room, dedi)
    _let_the_hub_forget(room)
    assert all(map(still_runs, older))  # nobody knows of it, and it has time left
    wait_until(lambda: _works(dedi))
    assert not any(map(still_runs, older))
    assert _cages_of(room, dedi)


def test_a_cage_that_no_hub_knows_ends_in_time():
    room = RunningClass(ordinary=False, grace_seconds=20)
    try:
        eka = Trainee(room, "Eka").join().open_lab()
        older = _cages_of(room, eka)
        _let_the_hub_forget(room)
        wait_until(lambda: not any(map(still_runs, older)))
        assert "is not known to the hub" in (room.data / "log" / "penjaga.log").read_text()
    finally:
        room.stop()


def _cages_of(room: RunningClass, who: Trainee) -> list[psutil.Process]:
    found = room.processes(f"/rumah/{who.id} /rumah ")
    assert found
    return found


def _let_the_hub_forget(room: RunningClass) -> None:
    """Kill the hub and take its servers out of its database, as if it had died before it wrote them down."""
    room.process.send_signal(signal.SIGSTOP)  # nobody starts it again meanwhile
    try:
        (hub,) = room.processes("-m workshop.hub -f")
        hub.kill()
        wait_until(lambda: not still_runs(hub))
        with contextlib.closing(sqlite3.connect(room.data / "hub" / "hub.sqlite")) as book, book:
            book.execute("UPDATE spawners SET server_id = NULL, state = '{}'")
    finally:
        room.process.send_signal(signal.SIGCONT)
    wait_until(lambda: room.answers("/hub/api"))


def test_a_keeper_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(keeper, "WAIT_SECONDS", 0.2)
    with pytest.raises(keeper.NotKeptError, match="no keeper"):
        asyncio.run(keeper.ask("iku-nobody", ORDER))


def test_the_number_of_a_process_alone_does_not_make_it_the_same():
    here = psutil.Process()
    assert runs(here.pid, here.create_time())
    assert not runs(here.pid, here.create_time() - 1)
    assert not runs(2**22, here.create_time())


def _socket_name(room: RunningClass) -> str:
    """Name of the abstract socket of the keeper, as the system lists it."""
    (process,) = room.processes("workshop.hub.keeper")
    own = {c.laddr for c in process.net_connections("unix")}
    return next(name[1:] for name in own if name.startswith("@iku-"))


def _as_user(user: int, code: str, *arguments: str) -> str:
    """What a process of another user prints; it becomes that user once its modules are there."""
    imports = "import asyncio, json, os, socket, sys\nfrom workshop.hub import keeper\n"
    done = subprocess.run(
        [sys.executable, "-c", f"{imports}os.setresuid({user}, {user}, {user})\n{code}", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _owner(room: RunningClass) -> int:
    return int(psutil.Process(room.processes("workshop.hub.keeper")[0].pid).uids().real)


def _works(trainee: Trainee) -> bool:
    try:
        return trainee.open_lab().run("print(6 * 7)") == "42\n"
    except (AssertionError, OSError, ValueError):
        return False

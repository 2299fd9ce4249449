"""The warm process and the keeper's side of it: what ends with what, and what happens where a fork cannot be."""

from __future__ import annotations

import asyncio
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psutil
import pytest
from notebook_room import RunningClass, Trainee, wait_until
from processes import still_runs

from workshop.hub import homes, warm, zygote
from workshop.hub.cage import Cage
from workshop.hub.warm import NotWarmError, WarmServers
from workshop.service.supervisor import Child

pytestmark = [pytest.mark.bwrap, pytest.mark.slow]
ENVIRONMENT = {"HOME": "/rumah", "PATH": "/usr/bin:/bin", "JUPYTERHUB_SERVICE_PREFIX": "/user/p-abc123/"}
NOWHERE = ["1", "2", "3"]  # ports of relays that nobody uses


@contextmanager
def warm_process(folder: Path, name: str) -> Iterator[Child]:
    """The warm process as the supervisor starts it."""
    argv, env = warm.command(name, folder / "hangat")
    child = Child("notebook hangat", argv, folder / "hangat.log", env, inherits=False)
    child.start()
    try:
        yield child
    finally:
        child.stop(5)


@contextmanager
def cage_in(folder: Path) -> Iterator[Cage]:
    home = homes.prepare(folder, "p-abc123")
    with tempfile.TemporaryDirectory(prefix="iku-") as run:
        if home.uid is not None:
            os.chown(run, home.uid, home.uid)
        yield Cage(home.path, Path(run), home.uid)


def run(folder: Path, what: Callable[[WarmServers, Cage, int, Child], Awaitable[None]]) -> str:
    """Run ``what`` with a warm process; gives what the servers said."""
    name = f"iku-uji-{secrets.token_hex(8)}"
    with (
        (folder / "log").open("ab") as log,
        cage_in(folder) as cage,
        warm_process(folder, name) as child,
        closing(WarmServers(name)) as servers,
    ):
        asyncio.run(what(servers, cage, log.fileno(), child))
    return (folder / "log").read_text()


async def one_server(servers: WarmServers, cage: Cage, log: int) -> int:
    """Start a server and end its cage; gives the server's number."""
    process, server = await servers.start(cage, NOWHERE, ENVIRONMENT, log)
    assert psutil.pid_exists(server)
    process.kill()
    await asyncio.to_thread(process.wait, 60)
    return server


def test_a_server_that_ends_takes_its_cage_along(tmp_path: Path):
    """It ends by itself here: there is no hub that it could serve."""

    async def what(servers: WarmServers, cage: Cage, log: int, _: Child) -> None:
        process, server = await servers.start(cage, NOWHERE, ENVIRONMENT, log)
        inside = psutil.Process(process.pid).children(recursive=True)
        assert inside
        assert await asyncio.to_thread(process.wait, 60) is not None
        wait_until(lambda: not any(map(still_runs, inside)) and not psutil.pid_exists(server), 10)

    assert "JUPYTERHUB" in run(tmp_path, what)


@pytest.mark.parametrize(
    ("report", "told"),
    [
        (b"123 closed ", {"pid": 123}),
        (b"closed 123 ", {"pid": 123}),  # who is inside was quicker than who sent it there
        (b"123 ", {"refused": True}),  # it ended before its rights were gone
        (b"closed ", {"refused": True}),
        (b"", {"refused": True}),
    ],
)
def test_a_server_is_there_when_it_is_inside_and_has_no_rights(report: bytes, told: dict[str, object]):
    assert zygote.answer(report) == told


def test_a_warm_process_that_was_killed_is_waited_for_and_used_again(tmp_path: Path):
    async def what(servers: WarmServers, cage: Cage, log: int, child: Child) -> None:
        await one_server(servers, cage, log)
        for _ in range(2):
            assert child.process
            child.process.kill()
            child.process.wait()
            asked = asyncio.create_task(one_server(servers, cage, log))
            while not asked.done():  # the supervisor takes its time, more where it started it just now
                await asyncio.sleep(0.3)
                child.look_after()
            assert await asked > 0

    run(tmp_path, what)


def test_the_warm_process_outlives_its_keeper_and_serves_the_next_one(tmp_path: Path):
    """The first keeper dies without a word, in the middle of its request."""

    async def what(servers: WarmServers, cage: Cage, log: int, child: Child) -> None:
        await one_server(servers, cage, log)
        before = child.process
        assert servers._control
        servers._control.sendall(b"\0\0")  # half of a length
        with closing(WarmServers(servers._name)) as of_the_next_keeper:
            waiting = asyncio.create_task(one_server(of_the_next_keeper, cage, log))
            await asyncio.sleep(0.5)
            assert not waiting.done()  # one keeper at a time
            servers.close()
            await waiting
        assert child.process is before and before and before.poll() is None

    run(tmp_path, what)


def test_where_there_is_no_warm_process_it_is_waited_for_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(warm, "BACK_SECONDS", 1.0)

    async def refused(servers: WarmServers, cage: Cage) -> float:
        begun = time.monotonic()
        with pytest.raises(NotWarmError, match="no warm process"):
            await servers.start(cage, NOWHERE, ENVIRONMENT, 2)
        return time.monotonic() - begun

    with cage_in(tmp_path) as cage, closing(WarmServers("iku-uji-tiada")) as servers:
        assert asyncio.run(refused(servers, cage)) >= 1
        assert asyncio.run(refused(servers, cage)) < 1


def test_the_warm_process_has_nothing_of_the_supervisors_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("RAHASIA_PENGAWAS", "tidak untuk peserta")

    async def what(servers: WarmServers, cage: Cage, log: int, child: Child) -> None:
        await one_server(servers, cage, log)
        assert child.process
        known = psutil.Process(child.process.pid).environ()
        assert known["HOME"] == "/rumah"
        assert "RAHASIA_PENGAWAS" not in known

    run(tmp_path, what)


def test_the_warm_process_hears_only_processes_of_the_same_user(tmp_path: Path):
    name = f"iku-uji-{secrets.token_hex(8)}"
    listen = (
        "import os, socket, sys, time; os.setuid(int(sys.argv[2]))\n"
        "end = socket.socket(socket.AF_UNIX); end.settimeout(60)\n"
        "while end.connect_ex('\\0' + sys.argv[1]): time.sleep(0.1)\n"
        "print(len(end.recv(100)))"
    )
    with warm_process(tmp_path, name):
        for user in {
            os.geteuid(),
            4242 if os.geteuid() == 0 else os.geteuid(),
        }:  # only root can become another
            argv = [sys.executable, "-c", listen, name, str(user)]
            said = subprocess.run(argv, capture_output=True, text=True, check=True).stdout
            assert (int(said) > 0) == (user == os.geteuid())


def test_a_cage_that_cannot_be_made_is_told_and_the_next_one_works(tmp_path: Path):
    async def what(servers: WarmServers, cage: Cage, log: int, _: Child) -> None:
        with pytest.raises(NotWarmError, match="no cage"):
            await servers.start(Cage(tmp_path / "tiada", cage.run, cage.uid), NOWHERE, ENVIRONMENT, log)
        await one_server(servers, cage, log)

    assert "tiada" in run(tmp_path, what)


def test_without_a_warm_process_servers_are_started_plainly():
    room = RunningClass(ordinary=False, before=lambda data: _block(data / "hub" / "hangat"))
    try:
        ani = Trainee(room, "Ani").join().open_lab()
        assert ani.run("import kpi_sim; print(6 * 7)") == "42\n"
        refused = "import ctypes; print(ctypes.CDLL(None).unshare(0x10000000))"  # a user namespace
        assert ani.run(refused) == "-1\n"
        assert "plain start of a notebook server" in (room.data / "log" / "penjaga.log").read_text()
    finally:
        room.stop()


def _block(place: Path) -> None:
    place.parent.mkdir(mode=0o700, parents=True)
    place.write_text("")

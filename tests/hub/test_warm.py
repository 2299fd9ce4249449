"""The warm process and the keeper's side of it: what ends with what, and what happens where a fork cannot be."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import psutil
import pytest
from notebook_room import RunningClass, Trainee, wait_until
from processes import still_runs

from workshop.hub import homes, zygote
from workshop.hub.cage import Cage
from workshop.hub.warm import NotWarmError, WarmServers

pytestmark = [pytest.mark.bwrap, pytest.mark.slow]
ENVIRONMENT = {"HOME": "/rumah", "PATH": "/usr/bin:/bin", "JUPYTERHUB_SERVICE_PREFIX": "/user/p-abc123/"}
NOWHERE = ["1", "2", "3"]  # ports of relays that nobody uses


@asynccontextmanager
async def warm_servers(folder: Path) -> AsyncIterator[tuple[WarmServers, Cage]]:
    home = homes.prepare(folder, "p-abc123")
    servers = WarmServers(folder / "hangat")
    with tempfile.TemporaryDirectory(prefix="iku-") as run:
        if home.uid is not None:
            os.chown(run, home.uid, home.uid)
        try:
            yield servers, Cage(home.path, Path(run), home.uid)
        finally:
            servers.close()


def run(folder: Path, what: Callable[[WarmServers, Cage, int], Awaitable[None]]) -> str:
    """Run ``what`` with a warm process; gives what the servers said."""

    async def main() -> None:
        async with warm_servers(folder) as (servers, cage):
            with (folder / "log").open("ab") as log:
                await what(servers, cage, log.fileno())

    asyncio.run(main())
    return (folder / "log").read_text()


def test_a_server_that_ends_takes_its_cage_along(tmp_path: Path):
    """It ends by itself here: there is no hub that it could serve."""

    async def what(servers: WarmServers, cage: Cage, log: int) -> None:
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


def test_a_killed_warm_process_is_made_again(tmp_path: Path):
    async def what(servers: WarmServers, cage: Cage, log: int) -> None:
        servers.warm_up()
        first = servers._process
        assert first
        first.kill()
        first.wait()
        servers.stay_warm()  # it has not served: nobody waits for it
        assert servers._process is first
        process, _ = await servers.start(cage, NOWHERE, ENVIRONMENT, log)
        await asyncio.to_thread(process.wait, 60)
        second = servers._process
        assert second
        servers.stay_warm()
        assert servers._process is second
        second.kill()
        second.wait()
        servers.stay_warm()
        assert servers._process is not second and servers._process.poll() is None

    run(tmp_path, what)


def test_a_cage_that_cannot_be_made_is_told_and_the_next_one_works(tmp_path: Path):
    async def what(servers: WarmServers, cage: Cage, log: int) -> None:
        with pytest.raises(NotWarmError, match="no cage"):
            await servers.start(Cage(tmp_path / "tiada", cage.run, cage.uid), NOWHERE, ENVIRONMENT, log)
        process, _ = await servers.start(cage, NOWHERE, ENVIRONMENT, log)
        await asyncio.to_thread(process.wait, 60)

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

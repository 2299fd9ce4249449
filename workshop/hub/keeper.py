"""Keeps the cages: starts trainees' servers when the hub asks, and lets them go on when the hub dies.

JupyterHub takes seconds to start, a room works meanwhile. So what a running JupyterLab needs (its cage, its relays) is not
the hub's own: it belongs to this small process, which the hub only asks for servers. It has nothing to import, and the
warm process that servers are forked from stays when it dies: a room without a keeper has one again in a second::

    hub ── "start p-…": cage, arguments, environment ──► keeper ── warm process ──► server in its cage
        ◄── number and time of birth of the cage ──────          └─ relays, until the cage ends

One line of JSON each way over an abstract socket that only this user's processes of this machine reach: a cage has a
network of its own. The hub watches the cage by its number, also after it was started again, and holds a connection
meanwhile. A cage that no hub has held for ``HubSettings.grace_seconds`` is one that no hub knows of, for it died before
it could write the number down: it ends. So does the cage of a person who gets a new one.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import shutil
import signal
import sys
import time
import zlib
from collections.abc import Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import DEVNULL, Popen
from typing import Any
from urllib.parse import urlsplit

import psutil

from workshop import journal
from workshop.hub import HubSettings, bridge, refusals, warm
from workshop.hub.cage import Cage
from workshop.hub.logs import log_pipe
from workshop.warm_kernels import wire

log = logging.getLogger("iku.penjaga")
WAIT_SECONDS = 15.0  # for a keeper that is just being started again
LONGEST_LINE = 1 << 20
LOOK_SECONDS = 2.0


class NotKeptError(RuntimeError):
    """The keeper does not answer, or could not start a server."""


async def ask(name: str, order: dict[str, Any]) -> dict[str, Any]:
    """The hub's side: have a server started; gives ``pid``, ``born`` and ``servers``.

    Args:
        name: name of the keeper's socket.
        order: ``person``, ``cage`` (home, run, uid, words), ``port``, ``arguments``, ``env``.

    Raises:
        NotKeptError: there is no keeper, or it refused.
    """
    reader, writer = await _connected(name)
    with contextlib.closing(writer):
        writer.write(json.dumps(order).encode() + b"\n")
        said = await reader.readline()
    answer: dict[str, Any] = json.loads(said or b"{}")
    if "pid" not in answer:
        raise NotKeptError(answer.get("refused", "the keeper of notebook servers has ended"))
    return answer


async def hold(name: str, pid: int) -> None:
    """The hub's side: tell that the cage ``pid`` is known, until this task is cancelled or the keeper is gone."""
    with contextlib.suppress(NotKeptError, ConnectionError):
        reader, writer = await _connected(name)
        with contextlib.closing(writer):
            writer.write(json.dumps({"hold": pid}).encode() + b"\n")
            await reader.read()


async def _connected(name: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    loop = asyncio.get_running_loop()
    end = loop.time() + WAIT_SECONDS
    while True:
        try:
            return await asyncio.open_unix_connection(f"\0{name}", limit=LONGEST_LINE)
        except OSError as fault:
            if loop.time() > end:
                raise NotKeptError("no keeper of notebook servers") from fault
            await asyncio.sleep(0.1)


@dataclass
class Kept:
    """A cage that runs: whose it is, what it is reached by, how many hold it, and since when nobody does."""

    person: str
    process: Popen[bytes]
    relays: list[asyncio.Server]
    run: Path
    holders: int = 0
    alone_since: float = field(default_factory=time.monotonic)


class Keeper:
    """Starts servers in cages, and tidies up after those that have ended."""

    def __init__(self, settings: HubSettings) -> None:
        self._settings = settings
        self._warm = warm.WarmServers(settings.warm)
        self._tasks: set[asyncio.Task[None]] = set()
        self._cages: dict[int, Kept] = {}

    async def serve(self) -> None:
        """Answer the hub until the task is cancelled; then every cage ends."""
        name = f"\0{self._settings.keeper}"
        server = await asyncio.start_unix_server(self._answer, name, limit=LONGEST_LINE)
        self._do(self._look_after())
        try:
            async with server:
                await server.serve_forever()
        finally:
            self._warm.close()
            for cage in self._cages.values():
                shutil.rmtree(cage.run, ignore_errors=True)

    def _do(self, what: Coroutine[Any, Any, None]) -> None:
        """Do it beside all else; the loop itself would not keep hold of it."""
        task = asyncio.create_task(what)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _look_after(self) -> None:
        """End cages that no hub knows of."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            for cage in list(self._cages.values()):
                if not cage.holders and time.monotonic() - cage.alone_since > self._settings.grace_seconds:
                    log.warning("the cage of %s is not known to the hub and was ended", cage.person)
                    cage.process.kill()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.closing(writer), contextlib.suppress(ConnectionError):
            if wire.user_of(writer.get_extra_info("socket")) != os.geteuid():
                return
            order = json.loads(await reader.readline())
            if "hold" in order:
                await self._held(order["hold"], reader)
                return
            try:
                answer = await self._start(order)
            except (OSError, psutil.Error) as fault:
                log.warning("no server for %s: %r", order["person"], fault)
                answer = {"refused": repr(fault)}
            writer.write(json.dumps(answer).encode() + b"\n")
            await writer.drain()

    async def _held(self, pid: int, reader: asyncio.StreamReader) -> None:
        cage = self._cages.get(pid)
        if cage is None:
            return
        cage.holders += 1
        try:
            await reader.read()  # the hub says no more: it lets go, or dies
        finally:
            cage.holders -= 1
            cage.alone_since = time.monotonic()

    async def _end_older(self, person: str) -> None:
        """A person has one cage: what is left of an earlier one goes, with all that it is reached by."""
        for pid, cage in list(self._cages.items()):
            if cage.person == person:
                cage.process.kill()
                await wait_for(pid)

    async def _start(self, order: dict[str, Any]) -> dict[str, Any]:
        where = order["cage"]
        run = Path(where["run"])
        words = (Path(where["words"][0]), Path(where["words"][1])) if where["words"] else None
        cage = Cage(Path(where["home"]), run, where["uid"], words)
        await self._end_older(order["person"])
        relays: list[asyncio.Server] = []
        output = log_pipe(Path(self._settings.data) / "log" / "notebook.log")
        try:
            await self._lay_relays(relays, run, order["person"], order["port"])
            process, *servers = await self._start_in(cage, order["arguments"], order["env"], output)
            born = psutil.Process(process.pid).create_time()
        except BaseException:
            _close(relays)
            raise
        finally:
            os.close(output)
        self._cages[process.pid] = kept = Kept(order["person"], process, relays, run)
        self._do(self._tidy_up_after(kept))
        return {"pid": process.pid, "born": born, "servers": servers}

    async def _lay_relays(self, relays: list[asyncio.Server], run: Path, person: str, port: int) -> None:
        """Add the relays of a cage to ``relays``, one by one: those there are can be closed when one cannot be laid."""
        door = urlsplit(self._settings.address)
        assert door.hostname and door.port
        relays.append(await bridge.socket_to_port(run / "hub.sock", self._settings.hub_port))
        # through the front door, which believes no claimed address: wrong codes count against this cage alone
        own = own_address(person)
        relays.append(await bridge.socket_to_port(run / "kelas.sock", door.port, door.hostname, own))
        relays.append(await bridge.port_to_socket(port, run / "server.sock"))

    async def _start_in(
        self, cage: Cage, arguments: list[str], env: dict[str, str], output: int
    ) -> tuple[Popen[bytes], int] | tuple[Popen[bytes]]:
        """A fork of the warm process in the cage (its number is the second); a plain start where that cannot be."""
        try:
            return await self._warm.start(cage, arguments, {**warm.FORKED, **env}, output)
        except warm.NotWarmError as fault:
            log.warning("plain start of a notebook server: %s", fault)
        program = [sys.executable, "-m", "workshop.hub.inside", *arguments]
        with refusals.filter_file() as refused:
            options = ["--seccomp", str(refused.fileno())] if refused else []
            plain = Popen(
                cage.command(program, *options),
                env=env,
                stdin=DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                pass_fds=[refused.fileno()] if refused else [],
            )
        return (plain,)

    async def _tidy_up_after(self, cage: Kept) -> None:
        """Bury the process when it has ended, and take away what it was reached by."""
        await wait_for(cage.process.pid)
        cage.process.wait()
        del self._cages[cage.process.pid]
        _close(cage.relays)
        shutil.rmtree(cage.run, ignore_errors=True)


async def wait_for(pid: int) -> None:
    """Wait until a process has ended, be it ours or not."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(handle, ended.set)
    try:
        await ended.wait()
    finally:
        loop.remove_reader(handle)
        os.close(handle)


def own_address(person: str) -> str:
    """A loopback address (127.64.0.0/10) that stands for one trainee's cage."""
    number = zlib.crc32(person.encode()) | 0x400000
    return ".".join(map(str, (127, number >> 16 & 0x7F, number >> 8 & 0xFF, number & 0xFF)))


def _close(relays: list[asyncio.Server]) -> None:
    for relay in relays:
        relay.close()


def main() -> None:
    """Process entry: keep cages until SIGTERM."""
    journal.keep(logging.WARNING)

    async def run() -> None:
        serving = asyncio.ensure_future(Keeper(HubSettings.from_environment()).serve())
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, serving.cancel)
        with contextlib.suppress(asyncio.CancelledError):
            await serving

    asyncio.run(run())


if __name__ == "__main__":
    main()

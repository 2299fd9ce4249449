"""Starts one trainee's JupyterLab in its cage and lays the relays to it."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import os
import shutil
import sys
import tempfile
import time
import zlib
from pathlib import Path
from subprocess import DEVNULL, Popen
from typing import Any
from urllib.parse import urlsplit

import psutil
from jupyterhub.spawner import LocalProcessSpawner
from jupyterhub.utils import random_port
from traitlets import Integer, List, Unicode

from workshop.hub import HubSettings, bridge, homes, language, quota, refusals, warm
from workshop.hub.cage import HOME, RUN, Cage
from workshop.hub.logs import log_pipe
from workshop.warm_kernels import PROVISIONER_NAME

ENVIRONMENT = {
    "HOME": HOME,
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "TZ": "Asia/Jakarta",
    "JUPYTER_RUNTIME_DIR": f"{RUN}/jupyter",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    # one thread a kernel: twenty kernels share two processors
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}


WARM = {"JUPYTER_DEFAULT_PROVISIONER_NAME": PROVISIONER_NAME}


@functools.cache
def warm_servers() -> warm.WarmServers:
    """The hub's one warm process; ``configuration`` starts it with the hub."""
    return warm.WarmServers(Path(HubSettings.from_environment().data) / "hub" / "hangat")


class CageSpawner(LocalProcessSpawner):
    """A single-user server in bubblewrap; reached through a relay, watched for the memory that it takes."""

    memory_limit = Integer(2 * 2**30, help="Bytes that all processes of one cage may hold together.").tag(
        config=True
    )
    _watching: asyncio.Task[None] | None = None
    sockets = Unicode(help="Folder of sockets while the server runs.")
    servers = List(
        Integer(), help="Process of a server that was forked into its cage; none of a plain start."
    )
    relays = List(help="The relays (asyncio.Server) of a running server.")

    def make_preexec_fn(self, name: str) -> Any:
        """The cage changes the user itself; there is no account of this name."""
        return None

    def user_env(self, env: dict[str, str]) -> dict[str, str]:
        """Our own environment: nothing of the hub's reaches a trainee's code."""
        settings = HubSettings.from_environment()
        kept = {key: value for key, value in env.items() if key.startswith(("JUPYTERHUB_", "JPY_"))}
        here = Path(__file__).resolve().parent
        return {
            **kept,
            **ENVIRONMENT,
            "USER": self.user.name,
            "PYTHONPATH": os.pathsep.join(str(here.parents[1] / name) for name in ("", "course")),
            "JUPYTER_CONFIG_PATH": str(here / "jupyter"),
            "IKU_KELAS": f"http://127.0.0.1:{settings.service_port}",
            # what periksa() identifies itself by
            "IKU_KODE": self.authenticator.personal_code(self.user.name),
        }

    async def start(self) -> tuple[str, int]:
        """Prepare the home, lay the relays, start the cage."""
        settings = HubSettings.from_environment()
        self.port = random_port()
        home = homes.prepare(Path(settings.data), self.user.name)
        run = Path(tempfile.mkdtemp(prefix="iku-"))
        if home.uid is not None:
            os.chown(run, home.uid, home.uid)
        self.sockets = str(run)
        door = urlsplit(settings.address)
        assert door.hostname and door.port
        self.relays = [
            await bridge.socket_to_port(run / "hub.sock", settings.hub_port),
            # through the front door, which believes no claimed address: wrong codes count against this cage alone
            await bridge.socket_to_port(
                run / "kelas.sock", door.port, door.hostname, own_address(self.user.name)
            ),
            await bridge.port_to_socket(self.port, run / "server.sock"),
        ]
        arguments = [*map(str, (self.port, settings.hub_port, settings.service_port)), *self.get_args()]
        cage = Cage(home.path, run, home.uid, self._words(run))
        log = log_pipe(Path(settings.data) / "log" / "notebook.log")
        try:
            self.proc, *self.servers = await self._start(cage, arguments, log)
        finally:
            os.close(log)
        self.pid = self.proc.pid
        self._watching = asyncio.create_task(self._watch(home.path, run))
        return "127.0.0.1", self.port

    async def _start(
        self, cage: Cage, arguments: list[str], log: int
    ) -> tuple[Popen[bytes], int] | tuple[Popen[bytes]]:
        """A fork of the warm process in the cage (its number is the second); a plain start where that cannot be."""
        try:
            return await warm_servers().start(cage, arguments, {**WARM, **self.get_env()}, log)
        except warm.NotWarmError as fault:
            self.log.warning("plain start of a notebook server: %s", fault)
        program = [sys.executable, "-m", "workshop.hub.inside", *arguments]
        with refusals.filter_file() as refused:
            options = ["--seccomp", str(refused.fileno())] if refused else []
            plain = Popen(
                cage.command(program, *options),
                env=self.get_env(),
                stdin=DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                pass_fds=[refused.fileno()] if refused else [],
            )
        return (plain,)

    async def _watch(self, home: Path, run: Path) -> None:
        """Notice at once that the server has ended; end it when the home (or its sockets' folder) grows too large."""
        most = quota.Size(HubSettings.from_environment().home_bytes, quota.MOST_FILES)
        while self.proc.poll() is None:
            held = [await asyncio.to_thread(quota.size_of, place) for place in (home, run)]
            if any(size.beyond(most) for size in held):
                self.log.warning("the home of %s is beyond its limit; its server ends", self.user.name)
                self._watching = None  # or the end of the server would also be the end of this
                await self._end()
                removed = await asyncio.to_thread(quota.make_fit, home, most)
                self.log.warning("%d files of %s were removed", len(removed), self.user.name)
                break
            await asyncio.sleep(quota.LOOK_SECONDS)
        self._watching = None
        await self.poll_and_notify()

    def _words(self, run: Path) -> tuple[Path, Path] | None:
        place, words = language.pack_file(), language.write_words(run)
        return (words, place) if words and place else None

    async def poll(self) -> int | None:
        """Whether it still runs; a cage that takes too much memory is ended, so that the class goes on."""
        state = await super().poll()
        if state is not None:
            self._clean()
        elif self.pid and sum(map(memory_of, (self.pid, *self.servers))) > self.memory_limit:
            self.log.warning("the cage of %s took too much memory and was ended", self.user.name)
            await self.stop(now=True)
            state = 137
        return state

    async def stop(self, now: bool = False) -> None:
        """End the cage with everything in it."""
        if self.pid and await super().poll() is None:
            await self._end()
        await super().poll()
        self._clean()

    async def _end(self) -> None:
        """Kill the cage and wait until nothing of it runs."""
        inside = first_processes(self.pid)
        self.proc.kill() if self.proc else os.kill(self.pid, 9)
        await self.wait_for_death(self.kill_timeout)
        await asyncio.to_thread(wait_for_end, inside)

    def _clean(self) -> None:
        if self._watching is not None:
            self._watching.cancel()
            self._watching = None
        for relay in self.relays:
            relay.close()
        self.relays = []
        if self.sockets:
            shutil.rmtree(self.sockets, ignore_errors=True)
            self.sockets = ""


def own_address(person: str) -> str:
    """A loopback address (127.64.0.0/10) that stands for one trainee's cage."""
    number = zlib.crc32(person.encode()) | 0x400000
    return ".".join(map(str, (127, number >> 16 & 0x7F, number >> 8 & 0xFF, number & 0xFF)))


def first_processes(cage: int) -> list[psutil.Process]:
    """The first process inside of a cage: the system lets it end after all others in there."""
    with contextlib.suppress(psutil.Error):
        return psutil.Process(cage).children()
    return []


def wait_for_end(processes: list[psutil.Process], seconds: float = 5.0) -> None:
    """Wait until processes have ended; one that nobody has buried yet has ended too."""
    end = time.monotonic() + seconds
    while any(_runs(process) for process in processes) and time.monotonic() < end:
        time.sleep(0.01)


def _runs(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def memory_of(pid: int) -> int:
    """Bytes that a process and all its descendants hold for themselves (what forks share is not counted)."""
    total = 0
    with contextlib.suppress(psutil.Error):
        root = psutil.Process(pid)
        for process in [root, *root.children(recursive=True)]:
            with contextlib.suppress(psutil.Error):
                total += process.memory_full_info().uss
    return total

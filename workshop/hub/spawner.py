"""One trainee's JupyterLab as the hub sees it: has it started by the keeper, watches it, ends it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil
from jupyterhub.spawner import LocalProcessSpawner
from jupyterhub.utils import random_port
from traitlets import Float, Integer, List, Unicode

from workshop.hub import HubSettings, homes, keeper, language, quota
from workshop.hub.cage import HOME, RUN

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


class CageSpawner(LocalProcessSpawner):
    """A single-user server in bubblewrap; reached through a relay, watched for the memory that it takes."""

    memory_limit = Integer(2 * 2**30, help="Bytes that all processes of one cage may hold together.").tag(
        config=True
    )
    _watching: asyncio.Task[None] | None = None
    sockets = Unicode(help="Folder of sockets while the server runs.")
    born = Float(help="When the cage's process began: its number alone could be another's by now.")
    servers = List(
        Integer(), help="Process of a server that was forked into its cage; none of a plain start."
    )

    def get_state(self) -> dict[str, Any]:
        """What a hub that is started again must know of a server that runs."""
        state: dict[str, Any] = super().get_state()
        if self.pid:
            state |= {"born": self.born, "servers": list(self.servers), "sockets": self.sockets}
        return state

    def load_state(self, state: dict[str, Any]) -> None:
        """What the last hub knew."""
        super().load_state(state)
        self.born = state.get("born", 0.0)
        self.servers = state.get("servers", [])
        self.sockets = state.get("sockets", "")

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
            "JUPYTER_PATH": str(here / "jupyter"),  # our extension of JupyterLab lies in labextensions/
            "IKU_KELAS": f"http://127.0.0.1:{settings.service_port}",
            # what periksa() identifies itself by
            "IKU_KODE": self.authenticator.personal_code(self.user.name),
        }

    async def start(self) -> tuple[str, int]:
        """Prepare the home and have the keeper start the cage."""
        settings = HubSettings.from_environment()
        self.port = random_port()
        home = homes.prepare(Path(settings.data), self.user.name)
        run = Path(tempfile.mkdtemp(prefix="iku-"))
        if home.uid is not None:
            os.chown(run, home.uid, home.uid)
        self.sockets = str(run)
        words = self._words(run)
        order = {
            "person": self.user.name,
            "cage": {
                "home": str(home.path),
                "run": str(run),
                "uid": home.uid,
                "words": [str(place) for place in words or ()],
            },
            "port": self.port,
            "arguments": [
                *map(str, (self.port, settings.hub_port, settings.service_port)),
                *self.get_args(),
            ],
            "env": self.get_env(),
        }
        asked = asyncio.ensure_future(keeper.ask(settings.keeper, order))
        try:
            answer = await asyncio.shield(asked)
        except asyncio.CancelledError:  # a trainee who opened JupyterLab has left before it was there
            asked.add_done_callback(_end_unwanted)
            raise
        self.pid, self.born, self.servers = answer["pid"], answer["born"], answer["servers"]
        self._watching = asyncio.create_task(self._watch())
        return "127.0.0.1", self.port

    async def _watch(self) -> None:
        """Notice at once that the server has ended; end it when the home (or its sockets' folder) grows too large."""
        settings = HubSettings.from_environment()
        home, run = homes.folder_of(Path(settings.data), self.user.name), Path(self.sockets)
        most = quota.Size(settings.home_bytes, quota.MOST_FILES)
        ended = asyncio.ensure_future(keeper.wait_for(self.pid))
        holding = asyncio.ensure_future(keeper.hold(settings.keeper, self.pid))
        try:
            while not ended.done():
                held = [await asyncio.to_thread(quota.size_of, place) for place in (home, run)]
                if any(size.beyond(most) for size in held):
                    self.log.warning("the home of %s is beyond its limit; its server ends", self.user.name)
                    self._watching = None  # or the end of the server would also be the end of this
                    await self._end()
                    removed = await asyncio.to_thread(quota.make_fit, home, most)
                    self.log.warning("%d files of %s were removed", len(removed), self.user.name)
                    break
                await asyncio.wait([ended], timeout=quota.LOOK_SECONDS)
        finally:
            ended.cancel()
            holding.cancel()
        self._watching = None
        await self.poll_and_notify()

    def _words(self, run: Path) -> tuple[Path, Path] | None:
        place, words = language.pack_file(), language.write_words(run)
        return (words, place) if words and place else None

    async def poll(self) -> int | None:
        """Whether it still runs; a cage that takes too much memory, or whose trainee has left, is ended."""
        if not self._alive():
            self._clean()
            self.clear_state()
            return 0
        if self._watching is None:  # the hub was started again
            self._watching = asyncio.create_task(self._watch())
        if sum(map(memory_of, (self.pid, *self.servers))) > self.memory_limit:
            self.log.warning("the cage of %s took too much memory and was ended", self.user.name)
            await self.stop(now=True)
            return 137
        if not self.authenticator.is_here(self.user.name):  # left while the server was just being started
            self.log.warning("%s has left the class; the server ends", self.user.name)
            await self.stop(now=True)
            return 0
        return None

    def _alive(self) -> bool:
        return bool(self.pid) and runs(self.pid, self.born)

    async def stop(self, now: bool = False) -> None:
        """End the cage with everything in it."""
        if self._alive():
            await self._end()
        self._clean()
        self.clear_state()

    async def _end(self) -> None:
        """Kill the cage and wait until nothing of it runs."""
        inside = first_processes(self.pid)
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        await asyncio.wait([asyncio.ensure_future(keeper.wait_for(self.pid))], timeout=self.kill_timeout)
        await asyncio.to_thread(wait_for_end, inside)

    def _clean(self) -> None:
        if self._watching is not None:
            self._watching.cancel()
            self._watching = None
        if self.sockets:
            shutil.rmtree(self.sockets, ignore_errors=True)
            self.sockets = ""


def _end_unwanted(asked: asyncio.Future[dict[str, Any]]) -> None:
    """End the cage that the keeper has just made."""
    if not asked.cancelled() and not asked.exception():
        with contextlib.suppress(ProcessLookupError):
            os.kill(asked.result()["pid"], signal.SIGKILL)


def runs(pid: int, born: float) -> bool:
    """Whether the process that was born then still runs."""
    with contextlib.suppress(psutil.Error):
        process = psutil.Process(pid)
        return process.create_time() == born and process.status() != psutil.STATUS_ZOMBIE
    return False


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

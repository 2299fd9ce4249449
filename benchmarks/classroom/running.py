"""``iku workshop`` as a facilitator starts it, and the processes that it consists of."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import psutil

from workshop.service.supervisor import free_port

IKU = Path(sys.executable).parent / "iku"
READY_SECONDS = 60
# a process is what the first mark in its command says; forks of a warm process carry the command of that process
MARKS = (
    ("bwrap ", "cage"),
    ("workshop.service.app", "service"),
    ("workshop.service.front", "door"),
    ("workshop.service.grading_job", "grader"),
    ("workshop.service.lesson_job", "lessons"),
    ("workshop.simulators.server", "simulators"),
    ("grading.examiner", "examiner"),
    ("jupyterhub-singleuser", "notebook server"),
    ("workshop.hub.inside", "notebook server"),
    ("workshop.hub.zygote", "warm notebooks"),
    ("workshop.hub.keeper", "keeper"),
    ("-m workshop.hub -f", "hub"),
)
# what runs below them, by what is above
BELOW = {
    "grader": "grading worker",
    "lessons": "lesson kernel",
    "simulators": "warm simulators",
    "warm simulators": "simulator kernel",
    "notebook server": "notebook kernel",
}
OWNER = re.compile(r"/rumah/(p-[a-z0-9]{6}) /rumah")


class RunningClass:
    """One class folder and the command that runs it; may be started again after it was killed."""

    def __init__(self, data: Path, *, within: list[str] | None = None) -> None:
        self.data = data
        self.within = within or []  # a command that runs the class, e.g. in a file system of its own
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.class_code = self.desk_code = ""
        self.process: subprocess.Popen[str]
        self.owners: dict[int, str] = {}  # process of a cage -> whose it is; as ``parts`` last saw it

    def start(self) -> float:
        """Start the command and wait until it says that the class is ready; gives the seconds that this took.

        Raises:
            RuntimeError: it ended, with what it said.
        """
        begun = time.perf_counter()
        command = [str(IKU), "workshop", "--port", str(self.port), "--data", str(self.data)]
        self.process = subprocess.Popen(
            [*self.within, *command, "--host", "127.0.0.1", "--no-browser"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self.process.stdout
        said = ""
        while "Ctrl-C" not in said:
            line = self.process.stdout.readline()
            if not line:
                raise RuntimeError(said)
            said += line
        for name, pattern in (
            ("class_code", r"Kode kelas\s+: (.+)"),
            ("desk_code", r"Kode meja\s+: (\w+ \w+)"),
        ):
            found = re.search(pattern, said)
            assert found, said
            setattr(self, name, found[1].replace(" ", ""))
        self._rest = threading.Thread(target=self._hear, args=(self.process.stdout,), daemon=True)
        self._rest.start()
        return time.perf_counter() - begun

    def stop(self) -> None:
        """Ctrl-C, as a facilitator ends it."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        self.process.wait(60)
        self._rest.join(10)

    @staticmethod
    def _hear(out: IO[str]) -> None:
        with out:
            out.read()

    def answers(self, path: str = "/kesehatan") -> bool:
        """Whether a page comes through the front door."""
        with contextlib.suppress(OSError), urllib.request.urlopen(self.address + path, timeout=5) as page:
            return bool(page.status == 200)
        return False

    def parts(self) -> dict[str, list[psutil.Process]]:
        """Every living process of the class but the command itself, by what it is."""
        named: dict[psutil.Process, str] = {}
        with contextlib.suppress(psutil.NoSuchProcess):
            named = dict(_named(psutil.Process(self.process.pid), "supervisor"))
        cages = [process for process, name in named.items() if name == "cage"]
        self.owners = {cage.pid: who for cage in cages for who in _owner(cage)}
        for process, name, cage in _forked_into(cages):
            named[process] = name
            self.owners[process.pid] = self.owners.get(cage, "")
        found: dict[str, list[psutil.Process]] = {}
        for process, name in named.items():
            if name != "supervisor":
                found.setdefault(name, []).append(process)
        return found


def _named(process: psutil.Process, name: str) -> Iterator[tuple[psutil.Process, str]]:
    yield process, name
    for child in _quietly(process.children, []):
        if _quietly(child.status, "zombie") == "zombie":
            continue
        command = " ".join(_quietly(child.cmdline, []))
        said = next((part for mark, part in MARKS if mark in command), "")
        yield from _named(child, said or BELOW.get(name, name))


def _owner(cage: psutil.Process) -> list[str]:
    return OWNER.findall(" ".join(_quietly(cage.cmdline, [])))


def _forked_into(cages: list[psutil.Process]) -> Iterator[tuple[psutil.Process, str, int]]:
    """Processes that were forked into a cage from outside: no descendants of it, but in its process space."""
    known = {process.pid for process in cages}
    spaces = {_space(process.pid): process.pid for process in cages if _owner(process)}
    spaces.pop(_space(os.getpid()), None)
    spaces.pop("", None)
    for process in psutil.process_iter() if spaces else ():
        space = _space(process.pid)
        if (
            space not in spaces
            or process.pid in known
            or _quietly(process.name, "") in ("sh", "cat", "bwrap")
        ):
            continue
        from_outside = _space(_quietly(process.ppid, 0)) != space
        yield process, "notebook server" if from_outside else "notebook kernel", spaces[space]


def _space(pid: int) -> str:
    with contextlib.suppress(OSError):
        return os.readlink(f"/proc/{pid}/ns/pid")  # noqa: PTH115
    return ""


def _quietly(ask, default):  # type: ignore[no-untyped-def]
    try:
        return ask()
    except psutil.Error:
        return default


class MemoryWatch:
    """The largest sum of PSS (each shared page counted once) of all processes of a class, looked at every two seconds."""

    def __init__(self, kelas: RunningClass) -> None:
        self.peak_mb = 0
        self.at_peak: dict[str, int] = {}
        self._kelas, self._ending = kelas, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> MemoryWatch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ending.wait(2):
            parts = self._kelas.parts() | {"supervisor": [psutil.Process(self._kelas.process.pid)]}
            sizes = {name: sum(map(pss_mb, processes)) for name, processes in parts.items()}
            if sum(sizes.values()) > self.peak_mb:
                self.peak_mb, self.at_peak = (
                    round(sum(sizes.values())),
                    {k: round(v) for k, v in sizes.items()},
                )


def pss_mb(process: psutil.Process) -> float:
    """Proportional set size, MB; 0 for a process that is gone."""
    try:
        text = Path(f"/proc/{process.pid}/smaps_rollup").read_text(encoding="ascii")
        return int(next(line for line in text.splitlines() if line.startswith("Pss:")).split()[1]) / 1024
    except (OSError, StopIteration):
        return 0.0

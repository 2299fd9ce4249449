"""The simulators' server as a class starts it: Voila with our launcher, behind the class's front door."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from workshop.simulators import server_command

PATIENCE = 40


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Site:
    """A running server; ``url`` is what a browser sees."""

    url: str
    log: Path

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
        """Status, headers (lower case) and text of a page."""
        return self.ask(urllib.request.Request(self.url + path, headers=headers))

    def post(self, path: str, body: bytes, **headers: str) -> tuple[int, dict[str, str], str]:
        return self.ask(urllib.request.Request(self.url + path, data=body, headers=headers, method="POST"))

    def ask(self, request: urllib.request.Request) -> tuple[int, dict[str, str], str]:
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return answer.status, {k.lower(): v for k, v in answer.headers.items()}, _text(answer)
        except urllib.error.HTTPError as fault:
            return fault.code, {k.lower(): v for k, v in fault.headers.items()}, _text(fault)

    def viewers(self) -> int:
        """Kernels that run now."""
        return int(json.loads(self.get("kesehatan")[2])["viewers"])


def _text(answer: object) -> str:
    return answer.read().decode("utf-8", errors="replace")  # type: ignore[attr-defined]


@contextlib.contextmanager
def running(
    folder: Path, *, viewers: int | None = None, front: bool = False, program: list[str] | None = None
) -> Iterator[Site]:
    """The server, by itself or behind the front door; ends with everything it started.

    ``program``: what Python is to run instead of the server's module.
    """
    port, door = free_port(), free_port()
    argv, env = server_command(port=port, data_dir=folder, viewers=viewers)
    if program:
        at = argv.index("-m")
        argv[at : at + 2] = program
    log = folder / "server.log"
    commands = [(argv, env)]
    if front:
        route = f"/simulator=http://127.0.0.1:{port}"
        options = [
            "--host",
            "127.0.0.1",
            "--port",
            str(door),
            "--target",
            "http://127.0.0.1:9",
            "--route",
            route,
        ]
        commands.append(([sys.executable, "-m", "workshop.service.front", *options], {}))
    site = Site(f"http://127.0.0.1:{door if front else port}/simulator/", log)
    with log.open("ab") as out, contextlib.ExitStack() as stack:
        for command, extra in commands:
            process = subprocess.Popen(command, env={**os.environ, **extra}, stdout=out, stderr=out)
            stack.callback(_end, process)
        deadline = time.monotonic() + PATIENCE
        while True:
            with contextlib.suppress(OSError, ValueError):
                if site.get("kesehatan")[0] == 200:
                    break
            assert time.monotonic() < deadline, log.read_text(encoding="utf-8", errors="replace")[-3000:]
            time.sleep(0.1)
        yield site


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()

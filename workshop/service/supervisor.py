"""The process of ``iku workshop``: starts the parts of a class, starts again what dies, ends all cleanly."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import json
import logging
import os
import secrets
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from workshop import paths, retention
from workshop.errors import NotReadyError, PortInUseError, PortNotAllowedError
from workshop.service import codes, folder
from workshop.service.store import Store

log = logging.getLogger("iku.pengawas")
PR_SET_PDEATHSIG = 1
PARTS = "IKU_BAGIAN"  # environment variable: JSON, name of a part -> address that answers when it is well
LARGEST_LOG = 5 * 2**20
READY_SECONDS = 30
LONGEST_PAUSE = 4.0
FIRST_PAUSE = 0.25
LOOK_SECONDS = 0.25
STEADY = 2.0  # seconds after which a part counts as started; one that ends sooner is started ever more slowly


@dataclass
class Child:
    """One part in a process of its own, started again when it ends."""

    name: str
    argv: list[str]
    log: Path
    env: dict[str, str] = field(default_factory=dict)
    inherits: bool = True  # whether it also gets what this process has in its environment
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 0.0
    not_before: float = 0.0

    def start(self) -> None:
        """Start the process; it dies with this one, however this one ends."""
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".lama.log"))
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                self.argv,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                env={**(os.environ if self.inherits else {}), **self.env},
                start_new_session=True,
                preexec_fn=die_with_parent(),
            )
        self.started = time.monotonic()

    def look_after(self) -> None:
        """Start again what has ended: at once, with a growing pause while it keeps ending at once."""
        now = time.monotonic()
        if self.process is not None and self.process.poll() is not None:
            log.warning(
                "Bagian %s berhenti mendadak (%s) dan dijalankan lagi. Jawaban yang sudah tersimpan aman.",
                self.name,
                self.process.returncode,
            )
            self.end_group()
            steady = now - self.started > STEADY
            self.pause = 0.0 if steady else min(max(self.pause * 2, FIRST_PAUSE), LONGEST_PAUSE)
            self.process, self.not_before = None, now + self.pause
        if self.process is None and now >= self.not_before:
            self.start()

    def end_group(self) -> None:
        """Whatever a dead part left behind goes too."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def stop(self, seconds: float) -> None:
        """Ask to end, wait, then insist."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                log.warning("Bagian %s tidak berhenti pada waktunya dan diakhiri paksa.", self.name)
        self.end_group()
        self.process.wait()


def die_with_parent() -> Callable[[], None]:
    """For the child between fork and exec: the kernel sends it SIGTERM when the parent is gone."""
    libc = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def apply() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return apply


@contextlib.contextmanager
def _woken_by_signals() -> Iterator[socket.socket]:
    """A socket that becomes readable with each signal: also when a child ends, so that none waits for the next look."""
    woken, told = socket.socketpair()
    with woken, told:
        told.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)  # ignored by default: nothing would be told
        before = signal.set_wakeup_fd(told.fileno(), warn_on_full_buffer=False)
        try:
            yield woken
        finally:
            signal.set_wakeup_fd(before)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)


def free_port() -> int:
    """A loopback port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def check_port(host: str, port: int) -> None:
    """Prove that the public port is free.

    Raises:
        PortInUseError: something listens there.
        PortNotAllowedError: the system refuses it.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            shown = "127.0.0.1" if host in ("", "0.0.0.0") else host  # noqa: S104
            values = {"port": port, "host": shown, "other": port + 1 if port >= 1024 else 8000}
            if fault.errno == errno.EADDRINUSE:
                raise PortInUseError(**values) from fault
            raise PortNotAllowedError(**values, reason=fault.strerror or "ditolak") from fault


def lan_address() -> str:
    """This computer's address as phones on the same network see it (no packet is sent)."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for target in ("10.255.255.255", "192.168.255.255", "172.31.255.255"):
            try:
                probe.connect((target, 9))
            except OSError:
                continue
            address: str = probe.getsockname()[0]
            if not address.startswith(("127.", "0.")):
                return address
    return "127.0.0.1"


class Workshop:
    """One class: its folder, its three parts, its codes."""

    def __init__(
        self,
        data: Path,
        *,
        port: int = 8000,
        host: str = "0.0.0.0",  # noqa: S104  (phones must reach it)
        exercises: Path = paths.EXERCISES,
        simulators: bool = True,
        notebooks: bool = True,
    ) -> None:
        self.folder = folder.prepare(data)
        self._lock = folder.hold(self.folder)
        check_port(host, port)
        self.host, self.port, self.exercises = host, port, exercises
        shown = lan_address() if host in ("", "0.0.0.0") else host  # noqa: S104
        self.address = f"http://{shown}:{port}"
        self.local_address = f"http://{'127.0.0.1' if host in ('', '0.0.0.0') else host}:{port}"  # noqa: S104
        self.resumed = self.folder.database.exists()
        self.desk_code = codes.new_desk_code()
        with Store(self.folder.database) as store:
            self.class_code = store.ensure("class_code", codes.new_class_code())
            store.put("desk_code", codes.hash_secret(self.desk_code))
            self.participants = len(store.people.all())
            self.past = len(retention.past(store))
        self.children = self._children(simulators, notebooks and shutil.which("bwrap") is not None)

    def _children(self, simulators: bool, notebooks: bool) -> list[Child]:
        """The parts in the order in which they start; the door is last."""
        data, logs, python = str(self.folder.path), self.folder.logs, sys.executable
        service, proxy_api = free_port(), free_port()
        app = [python, "-m", "workshop.service.app", "--data", data, "--port", str(service)]
        app += ["--address", self.address, "--exercises", str(self.exercises)]
        children = [Child("layanan kelas", app, logs / "kelas.log")]
        routes: dict[str, str] = {}
        parts: dict[str, str] = {}
        if simulators:
            from workshop.simulators import server_command

            voila = free_port()
            routes["/simulator"] = f"http://127.0.0.1:{voila}"
            argv, env = server_command(port=voila, base_url="/simulator/", data_dir=self.folder.path)
            parts["Simulator"] = f"http://127.0.0.1:{voila}/simulator/kesehatan"
            children.append(Child("simulator", list(map(str, argv)), logs / "simulator.log", dict(env)))
        target = f"http://127.0.0.1:{service}"
        proxy_token = secrets.token_urlsafe(32)
        if notebooks:
            from workshop.hub import HubSettings, hub_command, keeper_command, warm

            settings = HubSettings(
                data,
                self.local_address,
                free_port(),
                proxy_api,
                service,
                {"/": target, **routes},
                keeper=f"iku-{secrets.token_hex(16)}",
                warm=f"iku-{secrets.token_hex(16)}",
            )
            service_token = secrets.token_urlsafe(32)
            parts["JupyterLab"] = settings.api
            children[0].env |= {"IKU_HUB_API": settings.api, "IKU_HUB_TOKEN": service_token}
            argv, env = warm.command(settings.warm, self.folder.path / "hub" / "hangat")
            children.append(Child("notebook hangat", argv, logs / "hangat.log", env, inherits=False))
            argv, env = keeper_command(settings)
            children.append(Child("penjaga notebook", argv, logs / "penjaga.log", env))
            argv, env = hub_command(settings, proxy_token=proxy_token, service_token=service_token)
            children.append(Child("notebook", argv, logs / "hub.log", env))
            routes |= dict.fromkeys(("/hub", "/user"), f"http://127.0.0.1:{settings.hub_port}")
        children[0].env[PARTS] = json.dumps(parts)
        front = [python, "-m", "workshop.service.front", "--host", self.host, "--port", str(self.port)]
        front += ["--api-port", str(proxy_api), "--target", target, "--data", data]
        front += [word for path, where in routes.items() for word in ("--route", f"{path}={where}")]
        children.append(
            Child("pintu depan", front, logs / "depan.log", {"CONFIGPROXY_AUTH_TOKEN": proxy_token})
        )
        return children

    @property
    def join_address(self) -> str:
        """What the QR says."""
        return f"{self.address}/masuk?kode={self.class_code}"

    def start(self) -> None:
        """Start all parts and wait until pages are served.

        Raises:
            NotReadyError: no page within thirty seconds.
        """
        for child in self.children:
            child.start()
        deadline = time.monotonic() + READY_SECONDS
        while not self.healthy():
            if time.monotonic() > deadline:
                raise NotReadyError(
                    part="Layanan kelas", seconds=READY_SECONDS, log=self.folder.logs / "kelas.log"
                )
            self.look_after()
            time.sleep(0.1)

    def healthy(self) -> bool:
        """Whether the class answers through its front door."""
        try:
            with urllib.request.urlopen(f"{self.local_address}/kesehatan", timeout=5) as answer:
                return bool(json.load(answer)["ok"])
        except (OSError, ValueError, KeyError):
            return False

    def look_after(self) -> None:
        """Start again whatever has ended."""
        for child in self.children:
            child.look_after()

    def run(self) -> None:
        """Look after the parts until a signal asks to stop."""
        stopping = []
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: stopping.append(True))
        with _woken_by_signals() as woken:
            while not stopping:
                self.look_after()
                if select.select([woken], [], [], LOOK_SECONDS)[0]:
                    woken.recv(4096)

    def stop(self) -> None:
        """End the parts: door first, so that nobody is half served; then free the folder."""
        for child in reversed(self.children):
            child.stop(10)
        with contextlib.suppress(OSError):
            os.close(self._lock)

"""``iku simulator``: one simulator alone, without a class."""

from __future__ import annotations

import shutil
import signal
import tempfile
import time
import urllib.request
import webbrowser
from pathlib import Path

import click

from workshop.errors import NotReadyError
from workshop.service.supervisor import Child, check_port
from workshop.simulators import find_simulator, list_simulators, server_command

READY_SECONDS = 30


@click.command(help="Membuka satu simulator saja. Tanpa nama: daftar simulator. Ctrl-C mengakhirinya.")
@click.argument("name", required=False)
@click.option(
    "--port", default=8010, show_default=True, type=click.IntRange(1, 65535), help="Port di komputer ini."
)
@click.option(
    "--view",
    type=click.Choice(["projector", "phone"]),
    default="projector",
    show_default=True,
    help="Tata letak.",
)
@click.option("--no-browser", is_flag=True, help="Jangan membuka peramban.")
def command(name: str | None, port: int, view: str, no_browser: bool) -> None:
    """Serve the simulators on this machine and open one."""
    if name is None:
        for simulator in list_simulators():
            click.echo(f"{simulator.id:<16} {simulator.title}: {simulator.question}")
        return
    simulator = find_simulator(name)
    check_port("127.0.0.1", port)
    with tempfile.TemporaryDirectory(prefix="iku-simulator-") as folder:
        argv, env = server_command(port=port, base_url="/", data_dir=folder)
        server = Child("simulator", argv, Path(folder) / "simulator.log", env)
        server.start()
        try:
            _wait_until_ready(server, port)
            address = f"http://127.0.0.1:{port}{simulator.path('/', view=view)}"
            click.echo(f"{simulator.title} siap: {address}")
            click.echo("Tekan Ctrl-C untuk mengakhiri.")
            if not no_browser:
                webbrowser.open(address)
            _run_until_signal(server)
        finally:
            server.stop(10)
    click.echo("Simulator ditutup.")


def _ended(server: Child) -> bool:
    return server.process is None or server.process.poll() is not None


def _wait_until_ready(server: Child, port: int) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not _ended(server) and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/kesehatan", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    kept = Path(tempfile.gettempdir()) / "iku-simulator.log"
    shutil.copyfile(server.log, kept)
    raise NotReadyError(part="Simulator", seconds=READY_SECONDS, log=kept)


def _run_until_signal(server: Child) -> None:
    stopping: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda got, _frame: stopping.append(got))
    while not stopping and not _ended(server):
        time.sleep(0.2)

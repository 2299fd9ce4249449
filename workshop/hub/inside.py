"""The trainee's process in a cage: opens the relays, then becomes JupyterLab.

Forked by the warm process (``zygote``), or, where that cannot be, started as
``python -m workshop.hub.inside PORT HUB_PORT SERVICE_PORT [arguments of jupyterhub-singleuser]``
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import threading
from pathlib import Path

from workshop import journal
from workshop.hub import bridge
from workshop.hub.cage import RUN

SERVER, HUB, SERVICE = (Path(RUN) / name for name in ("server.sock", "hub.sock", "kelas.sock"))


def relays(port: int, hub_port: int, service_port: int, ready: threading.Event) -> None:
    """Run the relays of this side for ever."""

    async def run() -> None:
        await bridge.port_to_socket(hub_port, HUB)
        await bridge.port_to_socket(service_port, SERVICE)
        await bridge.socket_to_port(SERVER, port)
        ready.set()
        await asyncio.Event().wait()

    asyncio.run(run())


def keep_log() -> None:
    """The log takes what this server says, without names and values; what trainees' code prints there goes nowhere."""
    log = os.fdopen(os.dup(2), "w", buffering=1)  # not inherited by kernels
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    sys.stderr = log
    journal.keep(logging.WARNING)


def main(arguments: list[str]) -> None:
    """Open the relays, then hand over to JupyterHub's single-user server."""
    keep_log()
    port, hub_port, service_port = map(int, arguments[:3])
    ready = threading.Event()
    threading.Thread(target=relays, args=(port, hub_port, service_port, ready), daemon=True).start()
    ready.wait(10)
    sys.argv[1:] = [*arguments[3:], f"--ServerApp.logging_config={journal.LINES}"]
    from jupyterhub.singleuser import main as single_user

    single_user()


if __name__ == "__main__":
    main(sys.argv[1:])

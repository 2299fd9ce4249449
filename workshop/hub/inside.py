"""The trainee's process in a cage: opens the relays, then becomes JupyterLab.

Forked by the warm process (``zygote``), or, where that cannot be, started as
``python -m workshop.hub.inside PORT HUB_PORT SERVICE_PORT [arguments of jupyterhub-singleuser]``
"""

from __future__ import annotations

import asyncio
import sys
import threading
from pathlib import Path

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


def main(arguments: list[str]) -> None:
    """Open the relays, then hand over to JupyterHub's single-user server."""
    port, hub_port, service_port = map(int, arguments[:3])
    ready = threading.Event()
    threading.Thread(target=relays, args=(port, hub_port, service_port, ready), daemon=True).start()
    ready.wait(10)
    sys.argv[1:] = arguments[3:]
    from jupyterhub.singleuser import main as single_user

    single_user()


if __name__ == "__main__":
    main(sys.argv[1:])

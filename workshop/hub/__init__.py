"""The notebook track: JupyterHub over the class roster, every trainee's JupyterLab in a cage of its own.

Theory of operation::

    browser ── front door ── /hub/ ──► JupyterHub (this package's configuration; loopback only)
                   │                      │ asks for one cage a trainee (bubblewrap)
                   │                      ▼
                   └── /user/p-…/ ──► keeper: relay ──► unix socket ──► JupyterLab in its own network, process and file space

Who trusts whom:

- **Identity is the class's.** A trainee who has joined is known to the hub by the same cookie; there is no second
  password. The hub asks the class's database whether the session still holds, again before every start.
- **The cage** shows a JupyterLab its own home, a read-only Python and the packages that lessons need. No keys, no
  gradebook, no class database, no other home, no other process. Its network is empty but for two relays: the hub's
  API (with a token that is good for its owner only) and the front door (as any phone, at an address of its own).
- **The front door** lets a browser reach ``/user/p-…/`` only with the session of that very trainee, and never hands
  the class's cookies to code in a cage. So nobody can be lured to a neighbour's server (see ``service.front``).
- **Homes** lie in the class folder and survive restarts. What the class service takes out of them (hand-ins) it opens
  without following links.

If the hub dies, every JupyterLab goes on, for cages and relays are the keeper's; the supervisor starts the hub again, and
it finds the servers that run. If the keeper dies, the cages die with it (no orphan), and the next page starts the server
again, soon, for the warm process that servers are forked from is nobody's but the supervisor's; what was saved is in the
home.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from workshop import paths

SETTINGS = "IKU_HUB"  # environment variable that carries HubSettings to the hub's configuration file


@dataclass(frozen=True)
class HubSettings:
    """What the hub must know about the class that it serves."""

    data: str
    address: str  # as browsers see it, without a trailing slash
    hub_port: int
    proxy_api_port: int
    service_port: int
    routes: dict[str, str]  # path -> target, kept in the proxy beside the hub's own
    keeper: str = ""  # name of the socket at which the keeper listens
    warm: str = ""  # name of the socket at which the warm process listens
    idle_seconds: int = 3600  # after which a server without kernels ends
    grace_seconds: float = 300.0  # asumsi: on the slowest machine seen, a hub was back after 180 s
    # asumsi: lessons and exercises with outputs take under 20 MB; 25 full homes fit on a disk with 15 GB left
    home_bytes: int = 500 * 2**20

    @property
    def api(self) -> str:
        """Address of the hub's API on loopback."""
        return f"http://127.0.0.1:{self.hub_port}/hub/api"

    @classmethod
    def from_environment(cls) -> HubSettings:
        """The settings that the supervisor gave."""
        return cls(**json.loads(os.environ[SETTINGS]))


def offered() -> bool:
    """Whether the class of this process has a hub (there is one where bubblewrap is installed)."""
    return bool(os.environ.get("IKU_HUB_API"))


def keeper_command(settings: HubSettings) -> tuple[list[str], dict[str, str]]:
    """Command and environment of the process that keeps the cages."""
    return [sys.executable, "-P", "-m", "workshop.hub.keeper"], _environment(settings)


def _environment(settings: HubSettings) -> dict[str, str]:
    return {
        SETTINGS: json.dumps(asdict(settings)),
        "PYTHONPATH": os.pathsep.join([str(paths.ROOT), str(paths.COURSE)]),
    }


def hub_command(
    settings: HubSettings, *, proxy_token: str, service_token: str
) -> tuple[list[str], dict[str, str]]:
    """Command and environment of the hub's process.

    Args:
        settings: ports, folder and routes.
        proxy_token: lets the hub steer the front door.
        service_token: lets the class service ask the hub to stop a trainee's server.
    """
    home = Path(settings.data) / "hub"
    home.mkdir(mode=0o700, exist_ok=True)
    configuration = Path(__file__).with_name("configuration.py")
    argv = [sys.executable, "-P", "-m", "workshop.hub", "-f", str(configuration)]
    env = _environment(settings) | {
        "CONFIGPROXY_AUTH_TOKEN": proxy_token,
        "IKU_HUB_TOKEN": service_token,
    }
    return argv, env

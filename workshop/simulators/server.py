"""The simulators' server: Voila with our template, our handlers, limits and headers (``python -m`` this module).

What differs from stock Voila, and why (measured in docs/explanation):

- nothing outside is linked, so a page paints although the room has no internet;
- answers are compressed, files are cached by content: a first visit is tens of kilobytes, a second one almost nothing;
- no directory page, no file or contents API, no log-in page: only simulators;
- kernels of viewers who left are ended, and there is a largest number of viewers.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import resource
import secrets
import threading
from pathlib import Path
from typing import Any

import tornado.web
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_server.auth.identity import IdentityProvider, User
from jupyter_server.utils import url_path_join
from labui import STATIC_DIR
from labui.assets import ON_OUR_PAGE
from tornado.web import GZipContentEncoding
from traitlets.config import Config
from voila.app import Voila, _kernel_id_regex

from workshop import journal, paths
from workshop.simulators import pages, room, wire
from workshop.simulators.client import ReadyClient
from workshop.warm_kernels import PROVISIONER_NAME, forkserver

TEMPLATES = Path(__file__).parent / "templates"
LOOK_SECONDS = 20  # between two looks for pages that are gone
IDLE_SECONDS = 180  # asumsi: a locked phone comes back within three minutes or not at all
MEBIBYTES_PER_VIEWER = 60
# pages made at once; if all thirty of a class were, the first would be ready as late as the last
TURNS = (os.cpu_count() or 1) + 1
FEWEST, MOST = 8, 120


class Anyone(IdentityProvider):
    """Viewers have no account here: the class service or the loopback address decides who gets in."""

    async def get_user(self, handler: Any) -> User:  # type: ignore[override]
        return User("penonton")

    @property
    def auth_enabled(self) -> bool:
        return False


class SimulatorServer(Voila):
    """Voila that serves the simulators of the course and nothing else."""

    name = "voila"
    home: Path
    viewers: pages.Viewers

    def setup_template_dirs(self) -> None:
        """Our templates only: no link to a CDN, no JupyterLab front end."""
        self.template_paths = [str(TEMPLATES / "iku")]
        self.static_paths = [str(STATIC_DIR)]

    def init_settings(self) -> dict[str, Any]:
        settings: dict[str, Any] = super().init_settings()
        version = pages.fingerprint(STATIC_DIR)
        base = self.base_url
        modules = sorted(path.name for path in (STATIC_DIR / "js").glob("*.js") if path.stem != "boot")
        settings["iku_site"] = {
            "static": url_path_join(base, "static", version) + "/",
            "base": base,
            "modules": modules,
        }
        settings["iku_viewers"] = self.viewers
        settings["iku_turns"] = asyncio.Semaphore(TURNS)
        settings["iku_board"] = room.Board(self.home / "ruang.jsonl")
        settings["iku_kernel_env"] = {**os.environ, ON_OUR_PAGE: "1"}
        settings["log_function"] = _log_request
        settings["websocket_max_message_size"] = wire.LARGEST_MESSAGE
        self.kernel_manager.allowed_message_types = wire.FROM_A_PAGE
        return settings

    def init_handlers(self) -> list[Any]:
        """Every address that exists."""
        self.app.transforms.append(GZipContentEncoding)

        def at(path: str) -> str:
            return url_path_join(self.base_url, path)

        name = r"([a-z0-9-]{1,60})"
        version = self.app.settings["iku_site"]["static"].rstrip("/")
        return [
            (at(rf"/api/kernels/{_kernel_id_regex}"), pages.KernelState),
            (at(rf"/api/kernels/{_kernel_id_regex}/channels"), wire.KernelSocket),
            (at(rf"/voila/api/shutdown/{_kernel_id_regex}"), pages.Leave),
            (rf"{version}/(.*)", pages.OurStatic, {"path": str(STATIC_DIR)}),
            (at(r"/kesehatan"), pages.Health),
            (at(rf"/tebakan/{name}"), room.Predictions),
            (at(rf"/voila/render/{name}\.ipynb"), pages.Render),
            (at(rf"/{name}"), pages.Render),
            (self.base_url, pages.Home),
            (r".*", pages.Missing),
        ]


def use_warm_kernels(server: SimulatorServer) -> None:
    """Fork kernels from a process that has imported what simulators need; plain starts where that is not possible."""
    factory = KernelProvisionerFactory.instance(parent=server)
    if not factory._check_availability(PROVISIONER_NAME):
        pages.log.warning("the warm kernels are not registered; install the project again (make setup)")
        return
    factory.default_provisioner_name = PROVISIONER_NAME
    env = {**os.environ, ON_OUR_PAGE: "1"}
    threading.Thread(target=_warm_up, args=(env,), name="iku-warm", daemon=True).start()


def _warm_up(env: dict[str, str]) -> None:
    try:
        forkserver.server_for(env, forkserver.preload_from(env))
    except (forkserver.CannotForkError, OSError) as fault:
        pages.log.warning("kernels start plainly: %s", fault)


def _log_request(handler: tornado.web.RequestHandler) -> None:
    """One line for what went wrong, none for what went well."""
    if handler.get_status() >= 500:
        pages.log.warning("%s %s", handler.get_status(), handler.request.path)


def default_viewers() -> int:
    """As many as half of the free memory holds."""
    try:
        text = Path("/proc/meminfo").read_text(encoding="ascii")
        free = (
            next(int(line.split()[1]) for line in text.splitlines() if line.startswith("MemAvailable"))
            // 1024
        )
    except (OSError, StopIteration):
        free = 4096
    return max(FEWEST, min(MOST, free // 2 // MEBIBYTES_PER_VIEWER))


def keep_many_files_open() -> None:
    """Raise the limit to what the system allows: a viewer takes nine, and ordinary users start with 1,024."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def base_path(text: str) -> str:
    """A path with a slash at both ends; of "/" only one, because "//tebakan" would name another computer."""
    return f"/{text.strip('/')}/".replace("//", "/")


def configure(port: int, base_url: str) -> Config:
    """Voila's own settings."""
    config = Config()
    config.Voila.port = port
    config.Voila.port_retries = 0
    config.Voila.ip = "127.0.0.1"
    config.Voila.base_url = base_url
    config.Voila.root_dir = str(paths.APPS)
    config.Voila.open_browser = False
    config.Voila.identity_provider_class = Anyone
    config.Voila.cookie_secret = secrets.token_bytes(32)
    config.Voila.log_level = logging.WARNING
    config.Voila.logging_config = journal.LINES
    config.KernelManager.transport = "ipc"  # private sockets: no port that another account could listen to
    config.AsyncKernelManager.client_factory = ReadyClient
    # a kernel that died is not started again: it would know nothing of its page, and take a seat from the next viewer
    config.KernelRestarter.restart_limit = 0
    config.VoilaConfiguration.template = "iku"
    config.VoilaConfiguration.strip_sources = True
    config.VoilaConfiguration.show_tracebacks = False
    config.VoilaExecutor.timeout = pages.START_SECONDS
    # stock's 4 s are too few for a busy machine: the page was made without what came later
    config.VoilaExecutor.iopub_timeout = pages.START_SECONDS
    config.MappingKernelManager.cull_idle_timeout = IDLE_SECONDS
    config.MappingKernelManager.cull_interval = LOOK_SECONDS
    config.MappingKernelManager.cull_connected = False
    config.MappingKernelManager.buffer_offline_messages = False
    return config


def main(argv: list[str] | None = None) -> None:
    """Process entry: serve until SIGTERM or Ctrl-C."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--base-url", default="/simulator/")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--viewers", type=int, default=0)
    args = parser.parse_args(argv)
    journal.keep(logging.WARNING)
    keep_many_files_open()
    server = SimulatorServer(config=configure(args.port, base_path(args.base_url)))
    server.home = args.data
    server.viewers = pages.Viewers(args.viewers or default_viewers())
    server.initialize([])
    # notebooks of the course need no signature: they hold no output that could be trusted or not
    logging.getLogger("SimulatorServer").addFilter(lambda record: "is not trusted" not in record.getMessage())
    use_warm_kernels(server)
    server.start()


if __name__ == "__main__":
    main()

"""Pages and files of the simulators' server: rendering, errors in Indonesian, cached static files, security headers.

Theory of operation. A visit starts a kernel, runs the app's notebook in it and sends the page in two parts: the head
at once (so the screen is never empty), the rest when the notebook has run. One coroutine writes them, so a page always
ends (for why stock pages sometimes do not, see ``wire``).
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
import secrets
import time
import uuid
from pathlib import Path
from typing import Any

from jupyter_core.utils import ensure_async
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.services.kernels.handlers import KernelHandler
from tornado import web
from tornado.iostream import StreamClosedError
from voila.notebook_renderer import NotebookRenderer

from workshop.simulators import list_simulators

log = logging.getLogger("iku.simulator")
FOREVER = 365 * 24 * 3600
START_SECONDS = 60
SHARE = 3  # seats of one address for each that is free


def fingerprint(folder: Path) -> str:
    """A short name of everything in ``folder``; changes when any file does."""
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]


def security_policy(host: str) -> str:
    """What a page may load: this server and nothing else, no inline script, no ``eval``."""
    return "; ".join(
        [
            "default-src 'self'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data: blob:",
            f"connect-src 'self' ws://{host} wss://{host}",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        ]
    )


class OurPage(JupyterHandler):
    """What every page shares: headers, template, faults told in Indonesian."""

    @property
    def content_security_policy(self) -> str:
        return security_policy(self.request.host)

    def set_default_headers(self) -> None:
        super().set_default_headers()
        self.set_header("Referrer-Policy", "same-origin")

    def check_xsrf_cookie(self) -> None:
        """A browser says where a request comes from; what changes something must come from our own page."""
        if self.request.method in ("GET", "HEAD"):
            return
        if (
            self.request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin"
            or not self.check_origin()
        ):
            raise web.HTTPError(403)

    @property
    def site(self) -> dict[str, Any]:
        """What templates need to know of this server."""
        site: dict[str, Any] = self.settings["iku_site"]
        return site

    def note(self, status: int, title: str, text: str, action: tuple[str, str] | None = None) -> None:
        """A page of a few sentences and one thing to do."""
        self.set_status(status)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        template = self.settings["voila_jinja2_env"].get_template("note.html.j2")
        self.finish(template.render(site=self.site, title=title, text=text, action=action))

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        home = ("Ke daftar simulator", self.base_url)
        if status_code == 404:
            self.note(404, "Halaman ini tidak ada.", "Periksa alamatnya, atau pilih dari daftar.", home)
            return
        if status_code == 405:
            self.note(405, "Permintaan ini tidak dikenal.", "Buka simulator dari daftar.", home)
            return
        code = f"K-{secrets.randbelow(9000) + 1000}"
        log.error("page fault %s at %s", code, self.request.path, exc_info=kwargs.get("exc_info"))
        self.note(
            status_code,
            "Simulator belum dapat dibuka.",
            f"Terjadi kesalahan di pihak kami, data kelas aman. Bila berulang, sebutkan kode {code} kepada fasilitator.",
            ("Coba lagi", self.request.uri or self.base_url),
        )


class Home(OurPage):
    """The list of simulators."""

    async def get(self) -> None:
        template = self.settings["voila_jinja2_env"].get_template("home.html.j2")
        self.set_header("Cache-Control", "no-cache")
        self.finish(template.render(site=self.site, simulators=list_simulators(), base_url=self.base_url))


class Missing(OurPage):
    """Whatever has no other place."""

    async def get(self, *_: str) -> None:
        raise web.HTTPError(404)

    post = get


class Health(OurPage):
    """For the supervisor and for tests."""

    async def get(self) -> None:
        viewers = self.settings["iku_viewers"]
        self.finish({"ok": True, "viewers": len(self.kernel_manager), "limit": viewers.limit})


class Viewers:
    """How many may look at once; makes room by ending kernels that nobody is connected to.

    One address may have ``SHARE`` times as many seats as are free: alone three quarters, fewer the more others there
    are. So no device takes all of them and whoever has none gets one while there is any; yet a hall whose phones all
    come from one address (a router of its own, Windows before WSL2) still plays.
    """

    def __init__(self, limit: int, patience: float = 20.0) -> None:
        self.limit, self.patience = limit, patience
        self.starting: dict[str, float] = {}
        self._making_room = asyncio.Lock()
        self._address: dict[str, str] = {}  # kernel -> whose it is

    async def admit(self, manager: Any, address: str) -> bool:
        """Whether one more fits, and this address may have it."""
        if not self._open_to(manager, address):
            async with self._making_room:  # who waited may find that there is room by now
                if not self._open_to(manager, address):
                    await self._make_room(manager)
        return self._open_to(manager, address)

    def seat(self, kernel_id: str, address: str) -> None:
        """A kernel is being started for this address."""
        self.starting[kernel_id] = time.time()
        self._address[kernel_id] = address

    def count(self, manager: Any) -> int:
        """Kernels that run or are being started."""
        return len(self._seats(manager))

    def seats_of(self, manager: Any, address: str) -> int:
        """Those of one address."""
        seats = self._seats(manager)
        self._address = {kernel: whose for kernel, whose in self._address.items() if kernel in seats}
        return sum(whose == address for whose in self._address.values())

    def _seats(self, manager: Any) -> set[str]:
        return set(manager.list_kernel_ids()) | set(self.starting)

    def _open_to(self, manager: Any, address: str) -> bool:
        free = self.limit - self.count(manager)
        return self.seats_of(manager, address) < SHARE * free

    async def _make_room(self, manager: Any) -> None:
        now = time.time()
        for kernel_id in list(manager.list_kernel_ids()):
            if kernel_id in self.starting or manager._kernel_connections.get(kernel_id, 0):
                continue
            if kernel_id not in manager:  # its viewer has left meanwhile
                continue
            idle = now - manager.get_kernel(kernel_id).last_activity.timestamp()
            if idle > self.patience:
                await end_kernel(manager, kernel_id)


async def end_kernel(manager: Any, kernel_id: str) -> None:
    """End a kernel, unless it has ended or somebody else is ending it."""
    with contextlib.suppress(web.HTTPError):  # how the manager says that there is no such kernel (any more)
        await ensure_async(manager.shutdown_kernel(kernel_id, now=True))


class Render(OurPage):
    """One simulator for one viewer."""

    async def get(self, name: str) -> None:
        simulator = next((item for item in list_simulators() if item.id == name), None)
        if simulator is None:
            raise web.HTTPError(404)
        viewers: Viewers = self.settings["iku_viewers"]
        if not await viewers.admit(self.kernel_manager, self.address):
            self.full(viewers)
            return
        kernel_id = str(uuid.uuid4())
        viewers.seat(kernel_id, self.address)
        try:
            await self.render_simulator(simulator.file.name, kernel_id)
        finally:
            viewers.starting.pop(kernel_id, None)

    @property
    def address(self) -> str:
        """Where the viewer comes from, as the front door says it (it drops what a browser claims)."""
        told = self.request.headers.get("X-Forwarded-For", "")
        return told.rpartition(",")[2].strip() or str(self.request.remote_ip)

    def full(self, viewers: Viewers) -> None:
        """Tell that there is no seat, or no further one for this address; the page tries again by itself."""
        self.set_header("Retry-After", "10")
        self.set_header("Refresh", "10")
        free = viewers.limit - viewers.count(self.kernel_manager)
        if free <= 0:
            title = "Semua tempat di simulator sedang terpakai."
            text = (
                f"Komputer kelas ini memuat {viewers.limit} orang sekaligus. Biarkan halaman ini terbuka: ia mencoba "
                "lagi setiap sepuluh detik. Tempat kosong begitu seseorang menutup simulatornya."
            )
        else:
            title = "Terlalu banyak simulator terbuka dari satu alamat."
            text = (
                f"Dari alamat jaringan perangkat ini sudah {viewers.seats_of(self.kernel_manager, self.address)} simulator "
                f"terbuka; {free} tempat lagi disisakan untuk peserta lain. Tutup simulator yang tidak dipakai. Biarkan "
                "halaman ini terbuka: ia mencoba lagi setiap sepuluh detik."
            )
        self.note(503, title, text, ("Coba lagi", self.request.uri or self.base_url))

    async def render_simulator(self, notebook: str, kernel_id: str) -> None:
        """Head first, then what the notebook made."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        voila = self.settings["voila"]
        renderer = NotebookRenderer(
            request_handler=self,
            voila_configuration=voila.voila_configuration,
            traitlet_config=voila.config,
            notebook_path=notebook,
            template_paths=voila.template_paths,
            config_manager=self.config_manager,
            contents_manager=self.contents_manager,
            base_url=self.base_url,
            kernel_spec_manager=self.kernel_spec_manager,
            page_config={},
        )
        await renderer.initialize()
        renderer.resources["iku"] = self.site
        async with contextlib.AsyncExitStack() as turn:
            starting = asyncio.ensure_future(
                self.start_kernel(kernel_id, renderer.notebook.metadata.kernelspec.name, turn)
            )
            await self.send(renderer, kernel_id, starting)

    async def send(self, renderer: NotebookRenderer, kernel_id: str, starting: asyncio.Future[Any]) -> None:
        """The parts of a page, as they come to be."""
        try:
            async for part, _ in renderer.generate_content_generator(kernel_id, starting):
                self.write(part)
                await self.flush()
        except StreamClosedError:
            log.info("viewer left while the page was made")
            await self.end_kernel(kernel_id, starting)
        except Exception:
            await self.end_kernel(kernel_id, starting)
            if not self._headers_written:
                raise
            log.exception("page fault after the head at %s", self.request.path)
            self.write(self.settings["voila_jinja2_env"].get_template("broken.html.j2").render())

    async def start_kernel(self, kernel_id: str, kernel_name: str, turn: contextlib.AsyncExitStack) -> Any:
        """The kernel manager of a fresh kernel, when it is this page's turn; until then its head says that it comes."""
        await turn.enter_async_context(self.settings["iku_turns"])
        await asyncio.wait_for(
            self.kernel_manager.start_kernel(
                kernel_name=kernel_name, kernel_id=kernel_id, path="", env=self.settings["iku_kernel_env"]
            ),
            START_SECONDS,
        )
        return self.kernel_manager.get_kernel(kernel_id)

    async def end_kernel(self, kernel_id: str, starting: asyncio.Future[Any]) -> None:
        """Leave nothing behind of a page that did not come to be."""
        await asyncio.gather(starting, return_exceptions=True)
        await end_kernel(self.kernel_manager, kernel_id)


class KernelState(KernelHandler):
    """Whether a kernel still lives; nothing else may be done to it from a browser."""

    async def delete(self, kernel_id: str) -> None:
        raise web.HTTPError(405)


class Leave(OurPage):
    """A viewer closed the page: its kernel ends at once."""

    async def post(self, kernel_id: str) -> None:
        await end_kernel(self.kernel_manager, kernel_id)
        self.set_status(204)
        self.finish()


class OurStatic(web.StaticFileHandler):
    """Files under an address that names their content: cached for ever, never asked for again."""

    def set_extra_headers(self, path: str) -> None:
        self.set_header("Cache-Control", f"public, max-age={FOREVER}, immutable")
        self.set_header("X-Content-Type-Options", "nosniff")

    def get_cache_time(self, path: str, modified: Any, mime_type: str) -> int:
        return 0

    def get_content_type(self) -> str:
        kinds = {".js": "text/javascript", ".woff2": "font/woff2", ".svg": "image/svg+xml"}
        return kinds.get(Path(self.absolute_path or "").suffix) or super().get_content_type()

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish("Berkas ini tidak ada.")

"""Base of all pages: who asks, security headers, errors in three parts."""

from __future__ import annotations

import errno
import functools
import logging
import re
import secrets
import sqlite3
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tornado.web import HTTPError, RequestHandler

from kpi_sim.errors import LabIkuError
from workshop.service import accounts, look
from workshop.service.store import Participant, Store

if TYPE_CHECKING:
    from workshop.service.app import Classroom

log = logging.getLogger("iku.kelas")
Method = Callable[..., Awaitable[None]]

POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)

# code → (what happened, what to do)
FAULTS = {
    400: ("Isian itu tidak dapat dibaca.", "Muat ulang halaman, lalu coba lagi."),
    403: (
        "Halaman ini sudah terlalu lama terbuka, atau dibuka dari tempat lain.",
        "Muat ulang halaman, lalu coba lagi.",
    ),
    404: ("Halaman ini tidak ada.", "Kembali ke Kelas saya."),
    405: ("Halaman ini tidak menerima tindakan itu.", "Kembali ke Kelas saya."),
    413: ("Berkas terlalu besar.", "Pilih berkas notebook yang lebih kecil, paling besar 8 MB."),
    429: ("Terlalu banyak percobaan.", "Tunggu satu menit, lalu coba lagi."),
    507: (
        "Penyimpanan komputer kelas penuh. Yang baru Anda isi belum tersimpan.",
        "Biarkan halaman ini terbuka dan beri tahu fasilitator; sesudah ruang dikosongkan, simpan lagi.",
    ),
    503: ("Kelas sedang menyiapkan bagian ini.", "Tunggu sebentar, lalu muat ulang halaman."),
}


class Page(RequestHandler):
    """One page. Subclasses say who may see it with ``trainee_only`` or ``desk_only``."""

    @property
    def room(self) -> Classroom:
        room: Classroom = self.application.settings["room"]
        return room

    @property
    def store(self) -> Store:
        return self.room.store

    def set_default_headers(self) -> None:
        self.set_header("Content-Security-Policy", POLICY)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("X-Frame-Options", "SAMEORIGIN")
        self.set_header("Referrer-Policy", "same-origin")
        self.set_header("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        self.set_header("Cross-Origin-Opener-Policy", "same-origin")
        self.set_header("Cache-Control", "no-store")
        self.set_header("Server", "Lab IKU")

    @functools.cached_property
    def person(self) -> Participant | None:
        """The trainee of this browser."""
        return accounts.trainee(self, self.store)

    @functools.cached_property
    def at_desk(self) -> bool:
        """Whether this browser holds the facilitator's desk."""
        return accounts.is_desk(self, self.store)

    @property
    def theme(self) -> str:
        """``light`` or ``dark``, as this browser chose."""
        return "dark" if self.get_cookie("tema") == "gelap" else "light"

    @property
    def wants_json(self) -> bool:
        """Whether a script of ours asks (it gets data instead of a redirect)."""
        return self.request.headers.get("X-Requested-With") == "iku"

    @property
    def address(self) -> str:
        return str(self.request.remote_ip)

    def page(self, template: str, **values: Any) -> None:
        """Render a template with what every page knows."""
        self.finish(self.fragment(template, **values))

    def fragment(self, template: str, **values: Any) -> str:
        """A rendered template as text."""
        return (
            look.environment()
            .get_template(template)
            .render(person=self.person, room=self.room, xsrf=self.xsrf_token.decode(), page=self, **values)
        )

    def text(self, name: str, *, longest: int = 200) -> str:
        """One field of a form: single spaces, no control characters, cut at ``longest``."""
        value = "".join(ch if ch.isprintable() else " " for ch in self.get_body_argument(name, ""))
        return " ".join(value.split())[:longest]

    def write_error(self, status_code: int, **info: Any) -> None:
        fault = info.get("exc_info", (None, None))[1]
        if no_room(fault):
            status_code = 507
            self.set_status(status_code, "Insufficient Storage")
            log.error("no room left on the disk: %s", self.request.path)
        what, fix = FAULTS.get(
            status_code, ("Terjadi kesalahan di pihak kami. Jawaban Anda aman.", "Coba lagi.")
        )
        where = ""
        if isinstance(fault, LabIkuError):
            what, where, fix = fault.parts()
            self.set_status(400)
        elif status_code >= 500 and status_code not in FAULTS:
            tag = f"K-{secrets.randbelow(9000) + 1000}"
            log.error("%s: %s %s", tag, self.request.method, self.request.path, exc_info=info.get("exc_info"))
            fix = f"Coba lagi; bila berulang, sebutkan kode {tag} kepada fasilitator."
        if self.wants_json:
            self.finish({"fault": " ".join(part for part in (what, where, fix) if part)})
            return
        try:
            self.page("galat.html", what=what, where=where, fix=fix, status=status_code)
        except Exception:
            log.exception("the error page itself failed")
            self.finish("Terjadi kesalahan di pihak kami. Jawaban Anda aman. Coba lagi.")

    def log_exception(self, kind: Any, fault: Any, trace: Any) -> None:
        """Expected faults are not exceptions of ours; ``write_error`` logs the rest with a code."""


def no_room(fault: BaseException | None) -> bool:
    """Whether this was the disk being full, as the system or the database says it."""
    if isinstance(fault, OSError):
        return fault.errno in (errno.ENOSPC, errno.EDQUOT)
    return isinstance(fault, sqlite3.Error) and getattr(fault, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL


def trainee_only(method: Method) -> Method:
    """Pages of a trainee: others are sent to the join page, which says why."""

    @functools.wraps(method)
    async def guarded(self: Page, *args: Any, **values: Any) -> None:
        if self.person is None:
            if self.wants_json:
                self.set_status(401)
                self.finish(
                    {"fault": "Sesi Anda sudah berakhir. Masuk lagi dengan kode pribadi.", "login": True}
                )
                return
            came_with_cookie = self.get_cookie(accounts.TRAINEE_COOKIE) is not None
            self.redirect("/masuk?sesi=berakhir" if came_with_cookie else "/masuk")
            return
        self.store.people.seen(self.person)
        await method(self, *args, **values)

    return guarded


def desk_only(method: Method) -> Method:
    """Pages of the facilitator: others are sent to the desk's own sign-in."""

    @functools.wraps(method)
    async def guarded(self: Page, *args: Any, **values: Any) -> None:
        if not self.at_desk:
            if self.wants_json or self.request.method != "GET":
                raise HTTPError(403)
            self.redirect("/meja/masuk")
            return
        await method(self, *args, **values)

    return guarded


class Theme(Page):
    """Terang or gelap, kept in a cookie of this browser; back to where one was."""

    async def get(self, chosen: str) -> None:
        self.set_cookie("tema", chosen, expires_days=365, samesite="Lax", httponly=True)
        back = urlsplit(self.request.headers.get("Referer", "")).path
        self.redirect(back if re.match(r"/(?![/\\])", back) else "/")


class NotFound(Page):
    """Every address that is no page."""

    async def prepare(self) -> None:
        raise HTTPError(404)

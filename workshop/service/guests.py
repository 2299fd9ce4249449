"""Mode sosialisasi: one address without sign-in, for an audience of hundreds; simulators and the open poll only."""

from __future__ import annotations

import re
import secrets

from tornado.web import HTTPError

from workshop.service import codes
from workshop.service.myclass import mark_of_polls
from workshop.service.pages import Page, desk_only
from workshop.service.polls import bars, read_vote

COOKIE = "tamu"
MARK = re.compile(r"[0-9a-f]{16}")
CLOSED = "tutup"
NO_MARK = "Suara belum tercatat: peramban ini tidak menyimpan cookie. Izinkan cookie untuk halaman ini, lalu kirim lagi."


class GuestPage(Page):
    """A page that needs no sign-in, while the facilitator keeps it open."""

    async def prepare(self) -> None:
        if self.store.teaching.guests_welcome():
            return
        if self.request.method == "POST":
            self.redirect("/umum")  # the page that opens by itself must be one that was asked for
        else:
            self.set_status(403)
            self.page("umum_tutup.html", news=CLOSED)

    @property
    def mark(self) -> str:
        """This browser's random mark, so that a second vote replaces the first; "" before it has one."""
        kept = self.get_signed_cookie(COOKIE)
        mark = kept.decode() if kept else ""
        return mark if MARK.fullmatch(mark) else ""

    def give_mark(self) -> None:
        """Every page gives one, and a vote must bring it: a script has to ask for a page before each."""
        if not self.mark:
            self.set_signed_cookie(
                COOKIE, secrets.token_hex(8), expires_days=2, httponly=True, samesite="Lax"
            )


class Guests(GuestPage):
    """What an audience can do: play, and answer."""

    async def get(self) -> None:
        self.give_mark()
        poll = self.store.teaching.current_poll()
        code = codes.grouped(self.room.class_code)
        links = [(item, item.path("/simulator/", view="phone", code=code)) for item in self.room.simulators()]
        self.page("umum.html", poll=poll, links=links, news=mark_of_polls(self))


class GuestVote(GuestPage):
    """The open poll without sign-in."""

    async def get(self) -> None:
        self._show()

    async def post(self) -> None:
        poll, value, fault = read_vote(self)
        if not fault and not self.mark:
            fault = NO_MARK
        first = not fault and self.store.teaching.guest_vote_of(poll.id, self.mark) is None
        if not fault and not await self.store.teaching.guest_vote(poll.id, self.mark, value):
            fault = "Jajak pendapat ini sudah ditutup."
        if first and not fault:
            self.room.ballots.count(poll.id, self.address)
        if fault:
            self._show(fault)
        else:
            self.redirect("/umum/jajak")

    def _show(self, fault: str = "") -> None:
        self.give_mark()
        teaching = self.store.teaching
        poll = teaching.current_poll() or next((item for item in teaching.polls() if item.revealed), None)
        mine = teaching.guest_vote_of(poll.id, self.mark) if poll and self.mark else None
        values = bars(self, poll) if poll else {"poll": None, "rows": [], "total": 0}
        self.set_status(400 if fault else 200)
        self.page(
            "jajak.html",
            **values,
            mine=mine,
            fault=fault,
            news=mark_of_polls(self),
            place="/umum/jajak",
            back="/umum",
        )


class GuestState(Page):
    """What guests' pages ask for every few seconds; those who came too early see it open by itself."""

    async def get(self) -> None:
        news = mark_of_polls(self) if self.store.teaching.guests_welcome() else CLOSED
        self.finish({"umum": news, "look_up": False, "left": None})


class WelcomeGuests(Page):
    """Open or close the page without sign-in; its QR for the wall."""

    @desk_only
    async def get(self) -> None:
        address = f"{self.room.address}/umum"
        self.page("layar_umum.html", address=address, opened=self.store.teaching.guests_welcome())

    @desk_only
    async def post(self) -> None:
        action = self.text("tindakan")
        if action not in ("buka", "tutup"):
            raise HTTPError(400)
        await self.store.teaching.welcome_guests(action == "buka")
        self.redirect("/meja/umum" if action == "buka" else "/meja")

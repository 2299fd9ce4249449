"""Jajak pendapat and word lists: asked at the desk, answered on phones, shown on the wall without names."""

from __future__ import annotations

from typing import Any

from tornado.web import HTTPError

from workshop.service.myclass import mark_of_polls
from workshop.service.pages import Page, desk_only, trainee_only
from workshop.service.store import Poll

MOST_OPTIONS = 6
WORDS_SHOWN = 24


def bars(page: Page, poll: Poll) -> dict[str, Any]:
    """What a template needs to draw a poll's answers."""
    tally = page.store.teaching.tally(poll)
    total = sum(count for _, count in tally)
    most = max((count for _, count in tally), default=0)
    rows = [
        {
            "label": label,
            "count": count,
            "share": 100 * count / total if total else 0,
            "width": 100 * count / (most or 1),
        }
        for label, count in tally[: WORDS_SHOWN if poll.kind == "words" else MOST_OPTIONS]
    ]
    return {"poll": poll, "rows": rows, "total": total}


def read_vote(page: Page) -> tuple[Poll, str, str]:
    """The poll that was answered, the answer, and what is wrong with it ("" for nothing)."""
    asked = page.text("jajak")
    poll = page.store.teaching.poll(int(asked)) if asked.isdecimal() and len(asked) < 10 else None
    if poll is None:
        raise HTTPError(404)
    value = page.text("pilihan", longest=40)
    if poll.kind == "choice" and value not in {str(place) for place in range(len(poll.options))}:
        return poll, value, "Belum ada pilihan. Pilih satu, lalu kirim."
    return poll, value, "" if value else "Belum diisi. Satu atau dua kata sudah cukup."


class Vote(Page):
    """The open poll on a phone."""

    @trainee_only
    async def get(self) -> None:
        self._show()

    @trainee_only
    async def post(self) -> None:
        assert self.person
        poll, value, fault = read_vote(self)
        if fault:
            self._show(fault)
            return
        if not await self.store.teaching.vote(poll.id, self.person.id, value):
            self._show("Jajak pendapat ini sudah ditutup.")
            return
        self.redirect("/jajak")

    def _show(self, fault: str = "") -> None:
        assert self.person
        teaching = self.store.teaching
        poll = teaching.current_poll() or next((p for p in teaching.polls() if p.revealed), None)
        self.set_status(400 if fault else 200)
        mine = teaching.vote_of(poll.id, self.person.id) if poll else None
        values = bars(self, poll) if poll else {"poll": None, "rows": [], "total": 0}
        self.page(
            "jajak.html",
            **values,
            place="/jajak",
            back="/kelas",
            mine=mine,
            fault=fault,
            news=mark_of_polls(self),
        )


class DeskPolls(Page):
    """Ask the room something; steer what was asked."""

    @desk_only
    async def get(self) -> None:
        self._show()

    @desk_only
    async def post(self) -> None:
        question, kind = self.text("tanya"), self.text("jenis")
        lines = self.get_body_argument("pilihan", "").splitlines()
        options = [" ".join(line.split())[:80] for line in lines if line.strip()][:MOST_OPTIONS]
        if len(question) < 3:
            self._show("Pertanyaan belum diisi.")
        elif kind != "words" and len(options) < 2:
            self._show("Tulis paling sedikit dua pilihan, satu pilihan satu baris.")
        else:
            await self.store.teaching.ask(
                "words" if kind == "words" else "choice", question, [] if kind == "words" else options
            )
            self.redirect("/meja/jajak")

    def _show(self, fault: str = "") -> None:
        self.set_status(400 if fault else 200)
        shown = [
            bars(self, poll) | {"one_address": self.room.ballots.most_from_one(poll.id)}
            for poll in self.store.teaching.polls()
        ]
        self.page(
            "meja_jajak.html",
            polls=shown,
            fault=fault,
            question=self.text("tanya"),
            options=self.get_body_argument("pilihan", ""),
            kind=self.text("jenis") or "choice",
        )


class SteerPoll(Page):
    """Open, close, show on the wall, hide."""

    ACTIONS = {  # noqa: RUF012
        "buka": {"state": "open"},
        "tutup": {"state": "closed"},
        "tampilkan": {"revealed": True},
        "sembunyikan": {"revealed": False},
    }

    @desk_only
    async def post(self, poll_id: str, action: str) -> None:
        if self.store.teaching.poll(int(poll_id)) is None:
            raise HTTPError(404)
        await self.store.teaching.set_poll(int(poll_id), **self.ACTIONS[action])  # type: ignore[arg-type]
        self.redirect("/meja/jajak")


class PollScreen(Page):
    """The question on the wall, with how many answered; the answers once they are revealed."""

    @desk_only
    async def get(self, poll_id: str) -> None:
        poll = self.store.teaching.poll(int(poll_id))
        if poll is None:
            raise HTTPError(404)
        values = bars(self, poll) | {"people": len(self.store.people.all())}
        if self.wants_json:
            self.finish({"isi": self.fragment("_layar_jajak.html", **values)})
            return
        self.page("layar_jajak.html", **values, join_address=self.room.join_address())

"""Rencana sesi: the agenda on the desk, where the session is now, and the speaker's notes of that moment."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from tornado.web import HTTPError

from workshop import agendas, clock
from workshop.agendas import Agenda, Block, Module
from workshop.service.pages import Page, desk_only
from workshop.service.store import Store

KEY = "plan"
MOST_LATE = 120  # minutes; a class that far from the clock of its agenda does not follow that clock


@dataclass(frozen=True)
class Session:
    """The chosen agenda and the block that runs."""

    agenda: Agenda
    at: int
    since: str

    @property
    def block(self) -> Block:
        return self.agenda.blocks[self.at]

    @property
    def blocks_of_day(self) -> list[tuple[int, Block]]:
        """Blocks of the present day with their places."""
        return [
            (place, block) for place, block in enumerate(self.agenda.blocks) if block.day == self.block.day
        ]

    @property
    def minutes_run(self) -> int:
        """Whole minutes since this block began."""
        return int(clock.seconds_since(self.since) // 60)

    @property
    def late(self) -> int:
        """Minutes behind the clock of the agenda at the start of this block; 0 for an agenda without clock."""
        if "." not in self.block.start:
            return 0
        hour, minute = (int(part) for part in self.block.start.split("."))
        begun = clock.local(self.since)
        late = (begun.hour - hour) * 60 + begun.minute - minute
        return late if late < MOST_LATE else 0


def session(store: Store) -> Session | None:
    """What the desk chose; ``None`` while nothing is chosen (or the agenda is gone)."""
    text = store.get(KEY)
    if not text:
        return None
    kept = json.loads(text)
    agenda = next((item for item in agendas.list_agendas() if item.id == kept["agenda"]), None)
    if agenda is None:
        return None
    return Session(agenda, min(int(kept["at"]), len(agenda.blocks) - 1), kept["since"])


def _keep(store: Store, agenda: Agenda, at: int) -> None:
    store.put(KEY, json.dumps({"agenda": agenda.id, "at": at, "since": clock.now()}))


class Steer(Page):
    """Choose an agenda, go on, go back."""

    @desk_only
    async def post(self, action: str) -> None:
        now = session(self.store)
        if action == "pilih":
            chosen = next((item for item in agendas.list_agendas() if item.id == self.text("agenda")), None)
            if chosen is None:
                self.store.put(KEY, "")
            elif now is None or now.agenda.id != chosen.id:
                _keep(self.store, chosen, 0)
        elif now is not None:
            _keep(self.store, now.agenda, self._target(action, now))
        self.redirect("/meja")

    def _target(self, action: str, now: Session) -> int:
        place = self.text("ke")
        if action == "lompat" and place.isdecimal():
            at = int(place)
        else:
            at = now.at + (1 if action == "maju" else -1)
        return max(0, min(at, len(now.agenda.blocks) - 1))


class Notes(Page):
    """Speaker's notes of the running block, or of any module."""

    @desk_only
    async def get(self, module_id: str | None = None) -> None:
        now = session(self.store)
        every = agendas.modules()
        module = every.get(module_id) if module_id else now.block.module if now else None
        agenda = agenda_of(module, now)
        if module_id and module is None:
            raise HTTPError(404)
        self.page("meja_catatan.html", now=now, module=module, modules=every, agenda=agenda)


def agenda_of(module: Module | None, now: Session | None) -> str:
    """Whose minutes the notes of a module show: the chosen agenda's, the one day's where it leaves the module out."""
    chosen = now.agenda.id if now else agendas.ONE_DAY
    return chosen if module and module.minutes_in(chosen) else agendas.ONE_DAY


def desk_values(store: Store) -> dict[str, Any]:
    """What the desk's templates need of the plan."""
    return {"session": session(store), "agendas": agendas.list_agendas()}

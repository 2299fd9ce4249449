"""Slides on the wall, and the facilitator's view of the same slides with what to do and say.

Both are one page with all slides; a script shows one at a time and keeps the two windows of this browser together.
"""

from __future__ import annotations

from tornado.web import HTTPError

from workshop import slides
from workshop.service.pages import Page, desk_only
from workshop.service.plan import agenda_of, session


class Wall(Page):
    """The slides of a module as a room sees them."""

    @desk_only
    async def get(self, module_id: str) -> None:
        deck = slides.decks().get(module_id)
        if deck is None:
            raise HTTPError(404)
        self.page("layar_slaid.html", deck=deck, address=self.room.address)


class Presenter(Page):
    """The same slides at the desk, each with its step of the speaker's notes."""

    @desk_only
    async def get(self, module_id: str) -> None:
        deck = slides.decks().get(module_id)
        if deck is None:
            raise HTTPError(404)
        agenda = agenda_of(deck.module, session(self.store))
        self.page("meja_slaid.html", deck=deck, address=self.room.address, agenda=agenda)

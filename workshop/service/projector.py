"""What the wall shows: how to join."""

from __future__ import annotations

from workshop.service.pages import Page, desk_only


class JoinScreen(Page):
    """Class code and QR, readable from the last row."""

    @desk_only
    async def get(self) -> None:
        self.page("layar.html", people=len(self.store.people.all()), join_address=self.room.join_address())


class Joined(Page):
    """How many have joined, for the wall."""

    @desk_only
    async def get(self) -> None:
        self.finish({"joined": len(self.store.people.all())})

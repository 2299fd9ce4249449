"""What the wall shows: how to join."""

from __future__ import annotations

from workshop.service.pages import Page, desk_only


class JoinScreen(Page):
    """Class code and QR, readable from the last row."""

    @desk_only
    async def get(self) -> None:
        self.page(
            "layar.html",
            people=len(self.store.people.all()),
            join_address=self.room.join_address(),
            wifi=self.store.get("wifi_name"),
            wifi_password=self.store.get("wifi_password"),
        )


class Wifi(Page):
    """Name and password of the room's Wi-Fi, for a second QR on the wall."""

    @desk_only
    async def get(self) -> None:
        self.page(
            "meja_wifi.html", name=self.store.get("wifi_name"), password=self.store.get("wifi_password")
        )

    @desk_only
    async def post(self) -> None:
        for field in ("wifi_name", "wifi_password"):
            self.store.put(field, self.get_body_argument(field, "").strip()[:63])
        self.redirect("/meja/layar")


class Joined(Page):
    """How many have joined, for the wall."""

    @desk_only
    async def get(self) -> None:
        self.finish({"joined": len(self.store.people.all())})

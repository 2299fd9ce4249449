"""Permainan tim on the wall: teams and time, the league, deaths and chance, report and truth, data quality."""

from __future__ import annotations

from typing import Any

from tornado.web import HTTPError

from workshop.service.pages import Page, desk_only
from workshop.service.teamplay import charts
from workshop.service.teamplay.desk import QUESTION, opened
from workshop.service.teamplay.league import points
from workshop.service.teamplay.scene import Scene, scene

# view -> (title, whether it waits for the truth)
VIEWS = {
    "liga": ("Liga wawasan", False),
    "kematian": (QUESTION, False),
    "kenyataan": ("Laporan dan kenyataan", True),
    "data": ("Mutu data dan permainan angka", True),
}


def shown(found: Scene, view: str) -> dict[str, Any]:
    """What the wall shows of the game in this view; computing it may take a second."""
    told = opened(found)
    values: dict[str, Any] = {"scene": found, "view": view, "told": told, "chart": None, "rows": []}
    if not found.game.closed_years:
        return values
    if view == "kematian":
        values["chart"] = charts.deaths(found.standings, told)
    elif view == "kenyataan" and told:
        values["chart"] = charts.gaps(found.standings)
    elif view == "liga":
        values["rows"] = [_league_row(found, one) for one in found.standings]
    return values


def _league_row(found: Scene, one: Any) -> dict[str, Any]:
    turn = one.turn(found.game.closed_years)
    guess = turn.report_guess if turn else None
    return {
        "rank": one.rank,
        "team": one.team.number,
        "reported": one.last.reported_total,
        "guess": guess,
        "earned": points(guess, one.last.reported_total),
        "true": one.last.true_total if found.opened else None,
        "total": one.total,
    }


class GameScreen(Page):
    """One view on the wall; its live piece comes as JSON."""

    @desk_only
    async def get(self, view: str) -> None:
        found = scene(self.store)
        if view not in VIEWS:
            raise HTTPError(404)
        if found is None:
            if self.wants_json:
                self.finish({"isi": self.fragment("_layar_permainan_tiada.html")})
            else:
                self.redirect("/meja/permainan")
            return
        values = await self.room.exercises.run(lambda: shown(found, view))
        timer = self.store.teaching.timer()
        values |= {"left": timer.left if timer else None, "views": VIEWS}
        if self.wants_json:
            self.finish({"isi": self.fragment("_layar_permainan.html", **values)})
            return
        self.page("layar_permainan.html", **values, join_address=self.room.join_address())

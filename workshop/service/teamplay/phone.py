"""Permainan tim on a phone: choose a team, decide while holding the pen, read the report, read what was true."""

from __future__ import annotations

from typing import Any

from labui.agency_year import ALMOST

from kpi_sim.scenarios.agency_game import YearResult
from kpi_sim.scenarios.agency_report import shown
from workshop.service.pages import Page, trainee_only
from workshop.service.store.games import Team, Turn
from workshop.service.teamplay import form
from workshop.service.teamplay.debrief import debrief
from workshop.service.teamplay.league import points
from workshop.service.teamplay.scene import Scene, mark, scene

PLACE = "/permainan"
CLOSED = "Tahun itu sudah ditutup, atau pena sudah dipegang orang lain. Keputusan ini tidak dikirim."


def lines(result: YearResult) -> list[dict[str, Any]]:
    """The report of a year, one mapping an indicator: label, figure, target, mark and word."""
    found = []
    for line in result.report.lines:
        kind, word = ("good", "tercapai") if line.met else ("bad", "belum")
        if not line.met and line.achievement >= ALMOST:
            kind, word = "warn", "hampir"
        figure, target = shown(line.id, line.reported), shown(line.id, line.target)
        found.append({"label": line.label, "figure": figure, "target": target, "kind": kind, "word": word})
    return found


class Play(Page):
    """The one page of the game on a phone; it shows what the phase asks for."""

    @trainee_only
    async def get(self) -> None:
        await self.show()

    @trainee_only
    async def post(self) -> None:
        """Keep what the holder of the pen sends."""
        assert self.person
        found = scene(self.store)
        team = found.team_of(self.person.id) if found else None
        if found is None or team is None:
            self.redirect(PLACE)
            return
        typed = {name: self.text(name, longest=12) for name in (*form.HELP, *form.GUESSES)}
        typed["reason"] = self.text("reason", longest=form.LONGEST_REASON)
        decided, faults = ({}, []) if found.same else form.read(typed)
        guesses, more = form.read_guesses(typed)
        if faults or more:
            await self.show(faults + more, typed)
            return
        year = self.text("tahun")
        asked = int(year) if year.isdecimal() and len(year) < 3 else 0
        turn = Turn(
            team.number, asked, decided, guesses["report_guess"], guesses["truth_guess"], typed["reason"]
        )
        if await self.store.games.decide(found.game.id, self.person.id, turn):
            self.redirect(PLACE)
        else:
            await self.show([CLOSED])

    async def show(self, faults: list[str] | None = None, typed: dict[str, str] | None = None) -> None:
        """The page, with what is wrong with the form."""
        assert self.person
        found = scene(self.store)
        team = found.team_of(self.person.id) if found else None
        self.set_status(400 if faults else 200)
        values: dict[str, Any] = {"scene": found, "team": team, "faults": faults or [], "holds": False}
        values |= {"news": mark(found, self.person), "typed": typed or {}}
        if found and team:
            values["holds"] = team.pen == self.person.id
            values |= await self.room.exercises.run(lambda: team_values(found, team, typed or {}))
        self.page("permainan.html", **values)


def team_values(found: Scene, team: Team, typed: dict[str, str]) -> dict[str, Any]:
    """What the page of a member needs: the form, the newest report, the debrief."""
    game = found.game
    mine = next(one for one in found.standings if one.team.number == team.number)
    sent = found.turn(team.number, game.year)
    last, year = mine.last, mine.turn(game.closed_years)
    return {
        "mine": mine,
        "sent": sent,
        "said": form.said(sent, levers=not found.same) if sent else [],
        "fields": form.fields(form.last_decisions(found.turns, team.number, game.year), typed),
        "guesses": form.GUESSES,
        "last": last,
        "last_turn": year,
        "lines": lines(last) if last else [],
        "earned": points(year.report_guess, last.reported_total) if last and year else 0.0,
        "told": debrief(game, team.number, mine.results) if found.opened and last else None,
    }


class ChooseTeam(Page):
    """Into a team: the one that was chosen, or the smallest."""

    @trainee_only
    async def post(self) -> None:
        assert self.person
        game, asked = self.store.games.current(), self.text("tim")
        if game and (asked == "terkecil" or (asked.isdecimal() and len(asked) < 3)):
            await self.store.games.join(game.id, self.person.id, None if asked == "terkecil" else int(asked))
        self.redirect(PLACE)


class TakePen(Page):
    """Take the team's pen over: when who holds it cannot go on."""

    @trainee_only
    async def post(self) -> None:
        assert self.person
        game = self.store.games.current()
        if game:
            await self.store.games.take_pen(game.id, self.person.id)
        self.redirect(PLACE)

"""The game as pages see it: what is kept, names of members, and what it means for one trainee."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from workshop.service.store import Participant, Store
from workshop.service.store.games import Game, Team, Turn
from workshop.service.teamplay.league import Standing, league


@dataclass(frozen=True)
class Scene:
    """One game at one moment."""

    game: Game
    teams: Sequence[Team]
    turns: Sequence[Turn]
    names: Mapping[str, str]

    def team_of(self, participant: str) -> Team | None:
        """The team of a trainee."""
        return next((team for team in self.teams if participant in team.members), None)

    def turn(self, team: int, year: int) -> Turn | None:
        """What a team sent for a year (or what was filled in)."""
        return next((turn for turn in self.turns if (turn.team, turn.year) == (team, year)), None)

    @property
    def sent(self) -> list[int]:
        """Teams that have sent this year's decision."""
        return [turn.team for turn in self.turns if turn.year == self.game.year and not turn.filled]

    @property
    def same(self) -> bool:
        """Whether all teams play one policy (preset "sama")."""
        return self.game.preset == "sama"

    @property
    def opened(self) -> bool:
        """Whether the truth lies open."""
        return self.game.phase in ("revealed", "ended")

    @property
    def playing(self) -> list[Team]:
        """Teams that have somebody; with one policy for all every team, since the empty ones show chance as well."""
        return [team for team in self.teams if team.members or self.same]

    @cached_property
    def standings(self) -> list[Standing]:
        """The league of the teams that play."""
        return league(self.game, self.playing, self.turns)

    def phase_words(self) -> str:
        """Where the game stands, in a few words."""
        game = self.game
        year = f"Tahun ke-{game.year} dari {game.years}"
        return {
            "gathering": "Tim berkumpul",
            "deciding": f"{year}: tim memutuskan",
            "reported": f"{year}: laporan terbit",
            "revealed": "Yang sebenarnya terbuka",
            "ended": "Selesai",
        }[game.phase]


def scene(store: Store, game: Game | None = None, *, named: bool = True) -> Scene | None:
    """The game that is played now (or the one given); ``None`` when there is none. ``named``: names are needed."""
    game = game or store.games.current()
    if game is None:
        return None
    names = {person.id: person.name for person in store.people.all()} if named else {}
    return Scene(game, store.games.teams(game.id), store.games.turns(game.id), names)


def mark(found: Scene | None, person: Participant) -> str:
    """A short text that changes when the game has something new for this trainee.

    What others type or who joins another team is no news once years are played: a page that reloads loses what is being
    typed on it.
    """
    if found is None:
        return "-"
    game, team = found.game, found.team_of(person.id)
    news = [game.id, game.phase, game.year, team.number if team else 0]
    if team:
        sent = found.turn(team.number, game.year)
        news += [team.pen or "", sent.at if sent else ""]
    if game.phase == "gathering":
        news += [len(members.members) for members in found.teams]
    return "/".join(str(item) for item in news)


def card(found: Scene | None, person: Participant) -> dict[str, str] | None:
    """What Kelas saya says of the running game; ``None`` when none runs."""
    if found is None:
        return None
    team = found.team_of(person.id)
    if team is None:
        return {"text": f"{found.phase_words()} · Anda belum masuk tim", "act": "Pilih tim"}
    holds = " · Anda memegang pena" if team.pen == person.id and found.game.phase == "deciding" else ""
    return {"text": f"Tim {team.number} · {found.phase_words()}{holds}", "act": "Buka permainan"}

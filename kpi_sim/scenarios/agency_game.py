"""The dinas decided year by year by people: ``AgencyGame.start`` and ``decide``.

A team's years follow from scenario, seed, team number and decisions alone, so a game can be taken up again from what
was decided (:meth:`AgencyGame.to_dict`). Teams of one seed have luck of their own: team t meets the chance of
replication t of ``replicate("agency", seed=...)``, and eight teams of one policy differ by nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kpi_sim.errors import DataError, LabIkuError, OutOfRangeError, UnknownNameError, raise_faults
from kpi_sim.scenarios.agency_report import PublicReport, public_report
from kpi_sim.scenarios.agency_score import judge
from kpi_sim.scenarios.agency_year import (
    POSTS,
    YEARS,
    Decisions,
    Luck,
    State,
    begin,
    figures_of,
    next_state,
)
from kpi_sim.scenarios.parameter import Value
from kpi_sim.scenarios.reader import load_scenario
from kpi_sim.scenarios.scenario import Scenario
from kpi_sim.streams import BLOCK_REPLICATIONS, checked_seed
from kpi_sim.units import format_number

# decision -> parameter of the scenario that it replaces in one year
DECISIONS: dict[str, str] = {
    **{post: f"budget.{post}" for post in POSTS},
    "health": "programmes.health",
    "pressure": "pressure",
    "audit": "audit",
}
MOST_TEAMS = 1000


class BudgetError(DataError):
    """The posts of a year's budget do not add up to 100 percent."""

    what = "Anggaran tahun ke-{year} berjumlah {total} persen, seharusnya 100."
    where = "Pos layanan, program, data, dan pegawai."
    fix = "Tambah atau kurangi salah satu pos sehingga jumlahnya 100. Tahun sebelumnya tidak berubah."


class WrongYearError(DataError):
    """A year was decided that is not next, or after the last."""

    what = "Tahun ke-{year} tidak dapat diputuskan sekarang."
    where = ""
    fix = "{advice}"


@dataclass(frozen=True)
class YearResult:
    """A year of a team: what was decided, what the public reads, and what was true (for the debrief).

    ``year`` counts from 1. ``flattery``: points by which the report is better than the year; ``exposed``: somebody
    from outside counted this year.
    """

    year: int
    decisions: Mapping[str, float]
    report: PublicReport
    true_total: float
    reported_total: float
    flattery: float
    exposed: bool
    data_quality: float
    akip_score: float
    trust: float


@dataclass
class AgencyGame:
    """A dinas in the hands of one team; make one with :meth:`start`."""

    scenario: Scenario
    seed: int
    team: int
    results: list[YearResult] = field(default_factory=list)
    _state: State = field(init=False, repr=False)
    _luck: Luck = field(init=False, repr=False)

    def __post_init__(self) -> None:
        block, self._row = divmod(self.team - 1, BLOCK_REPLICATIONS)
        self._luck = Luck.of(
            self.scenario.values, first_block=block, replications=self._row + 1, seed=self.seed
        )
        self._state = begin(self.scenario.values, self._row + 1)

    @classmethod
    def start(cls, scenario: Scenario | str = "agency", *, seed: int, team: int = 1) -> AgencyGame:
        """A game on its first morning; ``team`` counts from 1.

        Raises:
            OutOfRangeError: not a possible seed or team. UnknownNameError: no such scenario, or one of another model.

        Source: every strength is a parameter of the scenario ``agency`` with its reasoning.
        """
        chosen = load_scenario(scenario)
        if chosen.model != "agency":
            raise UnknownNameError("Skenario permainan", chosen.id, ["agency"])
        if isinstance(team, bool) or not isinstance(team, int) or not 1 <= team <= MOST_TEAMS:
            raise OutOfRangeError(
                name="Nomor tim", value=team, allowed=f"Isi bilangan bulat dari 1 sampai {MOST_TEAMS}."
            )
        return cls(chosen, checked_seed(seed), team)

    @property
    def year(self) -> int:
        """The year to be decided next, 1-5; 6 when all are over."""
        return len(self.results) + 1

    @property
    def over(self) -> bool:
        """Whether all years are decided."""
        return len(self.results) == YEARS

    def decide(self, year: int, decisions: Mapping[str, float] | None = None) -> YearResult:
        """The year's result under these decisions.

        Args:
            year: the next one, counted from 1.
            decisions: ``services``, ``programmes``, ``data``, ``people`` (percent, together 100), ``health``
                (percent of the programmes), ``pressure`` (0-1), ``audit`` (0-0.2); what is left out is as in the
                scenario.

        Raises:
            WrongYearError: another year is next. BudgetError: the posts do not make 100.
            UnknownNameError, OutOfRangeError, ParameterTypeError: a decision that does not exist or is not possible;
            ``FaultsError`` holds several.
        """
        self._check_year(year)
        values = self._decided(year, decisions or {})
        decided = Decisions.of(values, year - 1)
        figures = figures_of(self._state, year - 1, decided, values, self._luck)
        score = judge(figures, self._state, year - 1, decided, values, self._luck)
        at = self._row
        chosen = {name: _of_year(values, parameter, year) for name, parameter in DECISIONS.items()}
        result = YearResult(
            year=year,
            decisions=chosen,
            report=public_report(figures, score, values, year, at, learnt=float(self._state.learnt[at])),
            true_total=float(score.true_total[at]),
            reported_total=float(score.reported_total[at]),
            flattery=float(score.flattery[at]),
            exposed=bool(score.exposed[at]),
            data_quality=float(figures.true["data_quality"][at]),
            akip_score=float(score.akip[at]),
            trust=float(score.trust[at]),
        )
        self._state = next_state(self._state, decided, values, trust=score.trust)
        self.results.append(result)
        return result

    def to_dict(self) -> dict[str, Any]:
        """What a game is made of, for JSON: scenario, seed, team, decisions by year."""
        return {
            "scenario": self.scenario.id,
            "changes": {name: list(v) if isinstance(v, tuple) else v for name, v in self.scenario.changes},
            "seed": self.seed,
            "team": self.team,
            "decisions": [dict(result.decisions) for result in self.results],
        }

    @classmethod
    def resume(cls, saved: Mapping[str, Any]) -> AgencyGame:
        """The game that :meth:`to_dict` was taken from, played again to the same year."""
        scenario = load_scenario(saved["scenario"]).replace(saved["changes"])
        game = cls.start(scenario, seed=saved["seed"], team=saved["team"])
        for year, decisions in enumerate(saved["decisions"], 1):
            game.decide(year, decisions)
        return game

    def _check_year(self, year: int) -> None:
        if self.over:
            raise WrongYearError(year=year, advice="Kelima tahun sudah selesai; mulai permainan baru.")
        if year != self.year:
            raise WrongYearError(
                year=year,
                advice=f"Putuskan tahun ke-{self.year} dahulu; tahun yang lewat tidak dapat diulang.",
            )

    def _decided(self, year: int, decisions: Mapping[str, float]) -> dict[str, Value]:
        """Values of the scenario with this year's decisions in place."""
        faults: list[LabIkuError] = []
        values = dict(self.scenario.values)
        for name, number in decisions.items():
            try:
                if name not in DECISIONS:
                    raise UnknownNameError("Keputusan", str(name), DECISIONS)
                parameter = self.scenario.parameters[DECISIONS[name]]
                one = replace(parameter, value=_of_year(values, parameter.name, year))
                checked = one.checked(number, place=f"Keputusan tahun ke-{year}.")
                values[parameter.name] = _with_year(values[parameter.name], year, checked)
            except LabIkuError as fault:
                faults.append(fault)
        raise_faults(faults, noun="keputusan")
        total = sum(_of_year(values, f"budget.{post}", year) for post in POSTS)
        if abs(total - 100) > 1e-6:
            raise BudgetError(year=year, total=format_number(total))
        return values


def _of_year(values: Mapping[str, Value], parameter: str, year: int) -> float:
    value = values[parameter]
    assert isinstance(value, tuple), parameter
    return float(value[year - 1])


def _with_year(value: Value, year: int, number: Value) -> Value:
    assert isinstance(value, tuple) and not isinstance(number, tuple)
    return (*value[: year - 1], number, *value[year:])

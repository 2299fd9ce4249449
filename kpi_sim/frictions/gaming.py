"""What people do when a number becomes a target: the report gets better than the service.

Theory of operation. Cases take a number of days; what is reported is the share finished within a limit. Staff under
pressure do four things, all of which good people do under a bad rule (Bevan and Hood 2006):

1. effort shift: work moves from what nobody counts to what is counted; days fall, the unmeasured work falls too;
2. neglect: a case that is late already no longer spoils the number more, so it waits longer still (threshold effect);
3. the record is bent, nearest cases first, until the target is reached: a case just over the limit is entered at the
   limit (bunching), one further over is "returned" so that its days start anew (relabelling), a hopeless one is
   refused and leaves the report (cream-skimming);
4. ratchet: where next year's target is last year's result and some more, a result above the target is held back.

Each late case has its price, drawn once; staff pay up to pressure x (1 - DETERRENCE x audit). Audited files come back
into the report as they were. The draws belong to the cases: more pressure bends the same records and more.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from kpi_sim.errors import EmptyDataError, OutOfRangeError
from kpi_sim.streams import BLOCK_REPLICATIONS, blocks, checked_seed, stream
from kpi_sim.units import format_number

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

# All asumsi: no office publishes how it bends its numbers. Chosen so that the case of the course comes out (K804: 97 %
# reported, 81 % true, the lines together again when one file in ten is checked).
DETERRENCE = (
    9.0  # checking one file in ten takes nine tenths of the temptation: who is found loses more than is won
)
NEGLECT = 0.2  # a case that is late already waits a fifth longer under full pressure
NEAR, HOPELESS = 1.35, 3.0  # times the limit: up to here a date is bent; from here on a case is refused
HOLDING = 10.0  # a ratchet of 10 % a year makes holding back worth as much as full pressure
_PRICE, _HOLD, _CHECKED = range(3)  # parts of the address within purpose "gaming"

MOVES = ("bunched", "relabelled", "refused", "held_back")
MOVE_LABELS: Mapping[str, str] = {
    "bunched": "dicatat tepat di ambang",
    "relabelled": "dikembalikan agar hitungan mulai lagi",
    "refused": "ditolak sehingga keluar dari laporan",
    "held_back": "ditahan untuk tahun depan",
}


@dataclass(frozen=True)
class TargetRegime:
    """How a number is used: ``target`` (percent within ``limit`` days) and what hangs on it.

    ``pressure``: how much depends on it, 0-1; ``audit``: share of files that somebody checks, 0-1; ``ratchet``: how far
    next year's target lies above this year's result, 0-1; ``effort_shift``: share of effort that pressure can move
    from unmeasured work, 0-1.

    Source: forms of gaming after Bevan and Hood 2006; strengths are assumptions of this module.
    """

    target: float = 97.0
    limit: float = 3.0
    pressure: float = 0.85
    audit: float = 0.0
    ratchet: float = 0.0
    effort_shift: float = 0.1

    def __post_init__(self) -> None:
        _within("Target (persen)", self.target, 100)
        for name, field in _SHARES.items():
            _within(name, getattr(self, field), 1)
        if not (math.isfinite(self.limit) and self.limit > 0):
            raise OutOfRangeError(
                name="Batas hari", value=format_number(self.limit), allowed="Isi bilangan di atas 0."
            )

    @property
    def temptation(self) -> float:
        """Share of late cases whose price staff would pay (0-1)."""
        return self.pressure * max(0.0, 1 - DETERRENCE * self.audit)

    def after(self, reported: float) -> TargetRegime:
        """Next year's regime after this year's reported percentage; 100 is the natural limit."""
        if not self.ratchet:
            return self
        return replace(self, target=min(100.0, reported * (1 + self.ratchet)))


@dataclass(frozen=True)
class Response:
    """What staff made of a target. Arrays are (replications,) or (replications, cases).

    ``true_share``: percent of all applicants served within the limit; ``reported_share``: percent in the report;
    ``days``: true days after effort and neglect; ``reported_days``: days as recorded, NaN where not in the report;
    ``moves``: move -> cases concerned; ``unmeasured``: what is left of the work that nobody counts (1 = all of it).
    """

    true_share: FloatArray
    reported_share: FloatArray
    days: FloatArray
    reported_days: FloatArray
    moves: Mapping[str, BoolArray]
    unmeasured: float

    @property
    def gap(self) -> FloatArray:
        """How many percentage points the report flatters (replications,)."""
        return self.reported_share - self.true_share

    def shares(self) -> dict[str, FloatArray]:
        """Percent of cases by move (replications,)."""
        return {move: 100 * hit.mean(axis=1) for move, hit in self.moves.items()}


def respond(
    days: npt.ArrayLike,
    regime: TargetRegime | None = None,
    *,
    seed: int = 0,
    first_block: int = 0,
    occasion: int = 0,
) -> Response:
    """What becomes of cases and of their report once their share within the limit is a target.

    Args:
        days: how long each case takes without any target, (cases,) or (replications, cases); not changed.
        regime: target, limit, pressure, audit, ratchet; the pressed and unaudited office of the course by default.
        first_block: block of the streams to begin with (see ``kpi_sim.streams``).
        occasion: number of the year or office, for draws of its own under one seed.

    Same seed, same answer. Without pressure the report is the truth.

    Raises:
        EmptyDataError: no case.
        OutOfRangeError: days that are negative or missing; a regime outside its ranges.

    Source: forms of gaming after Bevan and Hood 2006; strengths are assumptions of this module.
    """
    rules, given = regime or TargetRegime(), _cases(days)
    checked_seed(seed)
    shift = rules.pressure * rules.effort_shift
    true = given / (1 + shift)
    late = true > rules.limit
    true = np.where(late, true * (1 + rules.pressure * NEGLECT), true)
    price, hold, checked = (
        _draws(given.shape, seed, first_block, part, occasion) for part in (_PRICE, _HOLD, _CHECKED)
    )
    bent = _bent(true, late, price < rules.temptation, rules)
    held = _held(true, late, hold < min(1.0, HOLDING * rules.ratchet) * rules.temptation, rules)
    found = checked < rules.audit
    bent, held = bent & ~found, held & ~found
    over = true / rules.limit
    moves = {
        "bunched": bent & (over <= NEAR),
        "relabelled": bent & (over > NEAR) & (over <= HOPELESS),
        "refused": bent & (over > HOPELESS),
        "held_back": held,
    }
    recorded = _recorded(true, moves, rules.limit)
    return Response(
        true_share=100 * (1 - late.mean(axis=1)),
        reported_share=_share(recorded <= rules.limit, ~moves["refused"]),
        days=true,
        reported_days=recorded,
        moves=moves,
        unmeasured=1 - shift,
    )


def _bent(true: FloatArray, late: BoolArray, tempted: BoolArray, rules: TargetRegime) -> BoolArray:
    """Late cases whose record is bent: the nearest to the limit first, no more than the target needs."""
    candidates = late & tempted
    order = np.argsort(np.where(candidates, true, np.inf), axis=1, kind="stable")
    ranked = np.take_along_axis(candidates, order, axis=1)
    gone = np.take_along_axis(true > HOPELESS * rules.limit, order, axis=1) & ranked
    in_time = (~late).sum(axis=1, keepdims=True)
    # reached before this case: those entered count as in time, those refused have left the report
    entered, refused = _before(ranked & ~gone), _before(gone)
    missing = 100 * (in_time + entered) < rules.target * (late.shape[1] - refused) - 1e-9
    bent = np.zeros_like(late)
    np.put_along_axis(bent, order, ranked & missing, axis=1)
    return bent


def _before(marked: BoolArray) -> npt.NDArray[np.int64]:
    """How many are marked before each case of a row."""
    counted: npt.NDArray[np.int64] = np.cumsum(marked, axis=1, dtype=np.int64)
    return counted - marked


def _held(true: FloatArray, late: BoolArray, willing: BoolArray, rules: TargetRegime) -> BoolArray:
    """Cases in time that are kept for next year, the slowest first, while the result stays at the target."""
    candidates = ~late & willing
    order = np.argsort(np.where(candidates, -true, np.inf), axis=1, kind="stable")
    ranked = np.take_along_axis(candidates, order, axis=1)
    left = (~late).sum(axis=1, keepdims=True) - np.cumsum(ranked, axis=1)
    held = np.zeros_like(late)
    np.put_along_axis(held, order, ranked & (100 * left >= rules.target * late.shape[1]), axis=1)
    return held


def _recorded(true: FloatArray, moves: Mapping[str, BoolArray], limit: float) -> FloatArray:
    """Days as they stand in the record; NaN for who was refused or kept for next year."""
    restarted = true - limit * np.floor(true / limit)  # the days since the last "return"
    recorded = np.where(moves["bunched"], limit, true)
    recorded = np.where(moves["relabelled"], restarted, recorded)
    return np.where(moves["refused"] | moves["held_back"], np.nan, recorded)


def _share(in_time: BoolArray, in_report: BoolArray) -> FloatArray:
    """Percent in time of those in the report; NaN where it is empty."""
    part, whole = in_time.sum(axis=1), in_report.sum(axis=1)
    share = np.full(part.shape, np.nan)
    np.divide(100.0 * part, whole, out=share, where=whole > 0)
    return share


def _draws(shape: tuple[int, ...], seed: int, first_block: int, part: int, occasion: int) -> FloatArray:
    """Uniform numbers (replications, cases) by address: whole blocks are drawn, so that more changes nobody's."""
    drawn = np.empty(shape)
    for block, used in blocks(shape[0]):
        source = stream(seed, "gaming", first_block + block, part, occasion)
        rows = source.random((BLOCK_REPLICATIONS, shape[1]))
        drawn[block * BLOCK_REPLICATIONS : block * BLOCK_REPLICATIONS + used] = rows[:used]
    return drawn


def _cases(days: npt.ArrayLike) -> FloatArray:
    given = np.atleast_2d(np.asarray(days, dtype=float))
    if given.ndim != 2 or not given.size:
        raise EmptyDataError(name="Daftar lama penyelesaian", need="Isi sedikitnya satu berkas.")
    if not (np.isfinite(given).all() and (given >= 0).all()):
        wrong = given[~(given >= 0)]
        raise OutOfRangeError(
            name="Lama penyelesaian (hari)",
            value=format_number(float(wrong[0])) if len(wrong) else "tak terhingga",
            allowed="Isi bilangan nol atau lebih pada setiap berkas.",
        )
    return given


_SHARES = {
    "Tekanan": "pressure",
    "Bagian berkas yang diperiksa": "audit",
    "Kenaikan target dari hasil": "ratchet",
    "Bagian usaha yang dapat dipindah": "effort_shift",
}


def _within(name: str, value: float, most: float) -> None:
    if not (math.isfinite(value) and 0 <= value <= most):
        raise OutOfRangeError(
            name=name, value=format_number(value), allowed=f"Isi dari 0 sampai {format_number(most)}."
        )

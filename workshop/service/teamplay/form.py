"""The form of a year: levers of the simulator, two guesses, a reason; reading what was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from labui.agency_year import LEVERS, decisions

from kpi_sim.errors import LabIkuError
from kpi_sim.units import format_number, parse_number
from workshop.service.store.games import Turn

# what each lever buys, under its name
HELP = {
    "services": "Loket, petugas, dan berkas yang selesai tepat waktu.",
    "programmes": "Kesehatan dan pendidikan, dibagi sama besar.",
    "data": "Register yang lengkap dan benar.",
    "people": "Pelatihan dan pemakaian sistem kinerja.",
    "pressure": "Seberapa banyak jabatan dan tunjangan dipertaruhkan pada angka.",
    "audit": "Bagian berkas yang dihitung ulang. Memeriksa memakan anggaran.",
}
GUESSES = {
    "report_guess": "Capaian pada laporan publik tahun ini",
    "truth_guess": "Capaian sebenarnya, menurut hitungan dari luar",
}
HIGHEST_GUESS = 200
LONGEST_REASON = 200


def fields(before: Mapping[str, float], typed: Mapping[str, str]) -> list[dict[str, Any]]:
    """One field a lever: what was typed wins over ``before`` (last or sent decisions), that over the simulator's."""
    found = []
    for lever in LEVERS:
        value = before.get(lever.id, float(lever.now)) * lever.scale
        found.append(
            {
                "id": lever.id,
                "label": lever.label,
                "help": HELP[lever.id],
                "value": typed.get(lever.id, format_number(round(value, 1))),
                "bounds": _bounds(lever),
            }
        )
    return found


def _bounds(lever: Any) -> str:
    low, high = (format_number(end * lever.scale) for end in (lever.minimum, lever.maximum))
    return f"{low} sampai {high} persen"


def read(typed: Mapping[str, str]) -> tuple[dict[str, float], list[str]]:
    """Decisions from the form's texts, and what is wrong with them (whole sentences, one a field)."""
    values, faults = {}, []
    for lever in LEVERS:
        number = _number(typed.get(lever.id, ""))
        value = None if number is None else number / lever.scale
        if value is None or not lever.minimum - 1e-9 <= value <= lever.maximum + 1e-9:
            faults.append(f"{lever.label}: isi angka {_bounds(lever)}.")
        else:
            values[lever.id] = value
    return ({}, faults) if faults else (decisions(values), [])


def read_guesses(typed: Mapping[str, str]) -> tuple[dict[str, float | None], list[str]]:
    """The two guesses; an empty one is none. And what is wrong with them."""
    found: dict[str, float | None] = {}
    faults = []
    for name, label in GUESSES.items():
        text = typed.get(name, "")
        number = _number(text)
        if text and (number is None or not 0 <= number <= HIGHEST_GUESS):
            faults.append(f"{label}: isi angka 0 sampai {HIGHEST_GUESS}, atau kosongkan.")
        found[name] = number if text else None
    return found, faults


def _number(text: str) -> float | None:
    try:
        return float(parse_number(text, ambiguous="decimal"))
    except LabIkuError:
        return None


def said(turn: Turn, *, levers: bool) -> list[tuple[str, str]]:
    """A turn as label and text, for reading."""
    rows = []
    if levers:
        for lever in LEVERS:
            if lever.id in turn.decisions:
                rows.append(
                    (lever.label, f"{format_number(turn.decisions[lever.id] * lever.scale, 0)} persen")
                )
    rows += [
        (label, "tidak ditebak" if guess is None else format_number(guess, 1))
        for label, guess in zip(GUESSES.values(), (turn.report_guess, turn.truth_guess), strict=True)
    ]
    return rows


def last_decisions(turns: Sequence[Turn], team: int, year: int) -> Mapping[str, float]:
    """Where the form of a year begins: what the team sent for it, else what it did the year before."""
    mine = [turn for turn in turns if turn.team == team and turn.year <= year and turn.decisions]
    return mine[-1].decisions if mine else {}

"""Indicator cards as rows of a workbook (Indonesian columns) and as TOML text; both ways, nothing lost."""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from kpi_sim.errors import (
    CardFieldError,
    CardFileError,
    FaultsError,
    LabIkuError,
    MissingColumnError,
    raise_faults,
    toml_reason,
)
from kpi_sim.indicators.indicator import FIELD_LABELS, Indicator
from kpi_sim.indicators.words import Word

_ALIASES: dict[str, str] = {
    "indikator": "name",
    "indikator kinerja": "name",
    "indikator kinerja utama": "name",
    "iku": "name",
    "nama": "name",
    "no iku": "code",
    "sasaran": "objective",
    "definisi": "definition",
    "rumus": "formula",
    "cara menghitung": "formula",
    "unit": "unit",
    "polaritas": "polarity",
    "jenis tingkat": "level",
    "tingkat": "level",
    "validitas": "validity",
    "kendali": "control",
    "jenis konsolidasi periode": "period_rule",
    "jenis konsolidasi lokasi": "location_rule",
    "sumber": "data_source",
    "periode pelaporan": "frequency",
    "pic": "owner",
    "penanggung jawab data": "owner",
    "penanggung jawab data pic": "owner",
    "data awal": "baseline",
    "bukti": "evidence",
    "data dukung": "evidence",
    "bukti data dukung": "evidence",
    "bobot persen": "weight",
}
_BASELINE_WITH_YEAR = re.compile(r"^(?P<value>.+?)\s*\(\s*(?P<year>(?:19|20)\d{2})\s*\)\s*$")
_TARGET = re.compile(r"^target\b\s*(?P<period>.*)$")
_ENOUGH_ALIKE = 0.86


def _key(title: Any) -> str:
    return " ".join(re.sub(r"[^\w%]+", " ", str(title).lower()).replace("%", " persen ").split())


_BY_TITLE = {**{_key(label): name for name, label in FIELD_LABELS.items()}, **_ALIASES}


def field_of_title(title: Any) -> str | None:
    """The card's field (English name) that a column title of a workbook names; ``None`` for other columns."""
    return _BY_TITLE.get(_key(title))


def check_fields(card: Mapping[str, Any]) -> None:
    """Refuse names that are no field of a card, all of them at once."""
    raise_faults(
        [
            MissingColumnError(column=str(name), available=FIELD_LABELS)
            for name in card
            if name not in FIELD_LABELS
        ],
        noun="nama isian",
    )


def card_to_row(card: Indicator) -> dict[str, Any]:
    """The card by Indonesian column titles; words in Indonesian, numbers as numbers, one column a target."""
    row: dict[str, Any] = {}
    for name, label in FIELD_LABELS.items():
        value = getattr(card, name)
        if name == "targets":
            row |= {f"{label} {period}".strip(): _cell(target) for period, target in value.items()}
        elif name == "evidence":
            row[label] = "; ".join(value)
        else:
            row[label] = _cell(value)
    return row


def _cell(value: Any) -> Any:
    if isinstance(value, Word):
        return value.label
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def card_from_row(row: Mapping[str, Any], *, place: str = "") -> Indicator:
    """The card in a row; columns that a card does not know ("No", "Realisasi 2026") are left alone.

    A title that is nearly one of the card's is taken for a slip and told.
    """
    found: dict[str, Any] = {}
    targets: dict[str, Any] = {}
    faults: list[LabIkuError] = []
    for title, value in row.items():
        key = _key(title)
        target = _TARGET.match(key)
        if key in _BY_TITLE and _BY_TITLE[key] != "targets":
            found.setdefault(_BY_TITLE[key], value)
        elif target:
            period = re.sub(r"(?i)^\s*target\s*", "", str(title)).strip(" ()")
            targets[period or _bare_period(row)] = value
        elif near := difflib.get_close_matches(key, _BY_TITLE, n=1, cutoff=_ENOUGH_ALIKE):
            faults.append(
                MissingColumnError(column=FIELD_LABELS[_BY_TITLE[near[0]]], available=[title], place=place)
            )
    _split_baseline(found)
    try:
        card = Indicator(**{"name": "", **found, "targets": targets})
    except LabIkuError as error:
        own = error.faults if isinstance(error, FaultsError) else [error]
        total = error.total if isinstance(error, FaultsError) else 1
        told = [*faults, *(_placed(fault, place) for fault in own)]
        raise_faults(told, noun="isian kartu", total=len(faults) + total)
        raise
    raise_faults(faults, noun="kolom")
    return card


def _placed(fault: LabIkuError, place: str) -> LabIkuError:
    """The fault with the place of its row."""
    if not place:
        return fault
    if isinstance(fault, CardFieldError):
        return CardFieldError(field=fault.field, card=f"{fault.card}, {place.rstrip('.')}", cause=fault.cause)
    return CardFileError(
        reason=fault.parts()[0].rstrip("."), place=f"{place[:1].upper()}{place[1:].rstrip('.')}."
    )


def _bare_period(row: Mapping[str, Any]) -> str:
    for title, value in row.items():
        if _key(title) == "tahun" and value is not None and value == value:
            return str(int(value)) if isinstance(value, float) else str(value)
    return "akhir"


def _split_baseline(found: dict[str, Any]) -> None:
    """ "0,62 (2025)" in one cell is value and year."""
    text = found.get("baseline")
    if isinstance(text, str) and (match := _BASELINE_WITH_YEAR.match(text)):
        found["baseline"] = match["value"]
        if not str(found.get("baseline_year") or "").strip():
            found["baseline_year"] = match["year"]


def card_to_toml(card: Indicator) -> str:
    """The card's filled-in fields as TOML."""
    return "\n".join(_toml_lines(card)) + "\n"


def card_from_toml(text: str, *, place: str = "") -> Indicator:
    """The card in a TOML text; numbers are read exactly."""
    return Indicator.from_dict(_toml(text, place))


def cards_to_toml(cards: Iterable[Indicator]) -> str:
    """A set of cards as TOML, one ``[[indicator]]`` each."""
    return "\n".join(
        "\n".join(["[[indicator]]", *_toml_lines(card, prefix="indicator.")]) + "\n" for card in cards
    )


def cards_from_toml(text: str, *, place: str = "") -> list[Indicator]:
    """The cards of a TOML text with ``[[indicator]]`` tables.

    Raises:
        CardFileError: no TOML, or no such tables; the cards' own faults otherwise.
    """
    raw = _toml(text, place)
    tables = raw.get("indicator")
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise CardFileError(reason="tidak ada tabel [[indicator]]", place=place)
    return [Indicator.from_dict(table) for table in tables]


def _toml(text: str, place: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise CardFileError(reason=toml_reason(error), place=place) from None


def _toml_lines(card: Indicator, prefix: str = "") -> list[str]:
    plain = card.to_dict()
    targets = plain.pop("targets", {})
    lines = [f"{name} = {_toml_value(value)}" for name, value in plain.items()]
    if targets:
        lines += ["", f"[{prefix}targets]"]
        lines += [f"{_toml_value(period)} = {_toml_value(value)}" for period, value in targets.items()]
    return lines


def _toml_value(value: Any) -> str:
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text if "." in text or text.lstrip("-").isdigit() else f'"{text}"'
    if isinstance(value, int):
        return str(value)
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml_value(part) for part in value) + "]"
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")

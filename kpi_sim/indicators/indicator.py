"""The indicator card (*kamus indikator*, *manual IKU*): frozen, readable from and writable to plain forms.

A card may be a draft: only its name is required, so that :func:`kpi_sim.review_design` can say what is
missing. What is given must be readable; every unreadable field of a card is told at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from kpi_sim.errors import (
    CardFieldError,
    EmptyDataError,
    LabIkuError,
    NumberFormatError,
    OutOfRangeError,
    raise_faults,
)
from kpi_sim.indicators.achievement import achievement
from kpi_sim.indicators.values import Number, number_or_none
from kpi_sim.indicators.words import (
    Control,
    Frequency,
    LocationRule,
    PeriodRule,
    Polarity,
    ResultLevel,
    Validity,
    Word,
)
from kpi_sim.rules import RuleSet
from kpi_sim.units import format_number

# attribute -> column title of an Indonesian card (regulations.md §3.3); targets stand in columns "Target 2026"
FIELD_LABELS: dict[str, str] = {
    "code": "Kode",
    "objective": "Sasaran strategis",
    "name": "Nama indikator",
    "definition": "Definisi operasional",
    "formula": "Formula",
    "unit": "Satuan",
    "polarity": "Polarisasi",
    "level": "Jenis",
    "validity": "Tingkat validitas",
    "control": "Tingkat kendali",
    "period_rule": "Konsolidasi periode",
    "location_rule": "Konsolidasi lokasi",
    "data_source": "Sumber data",
    "frequency": "Frekuensi",
    "owner": "Penanggung jawab",
    "baseline": "Baseline",
    "baseline_year": "Tahun baseline",
    "baseline_source": "Sumber baseline",
    "baseline_numerator": "Pembilang baseline",
    "targets": "Target",
    "evidence": "Bukti dukung",
    "limitations": "Keterbatasan",
    "gaming": "Celah permainan",
    "companion": "Indikator pendamping",
    "weight": "Bobot",
    "worst": "Nilai terburuk",
}
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One indicator card with the fields of a *manual IKU*; frozen, checked at birth.

    Fields take plain values: numbers as people write them ("0,62"), words in Indonesian or English
    ("semakin rendah semakin baik"). Empty means not filled in yet.

    Args:
        targets: period ("2026", "TW I 2026") -> target, in order of time.
        evidence: list of documents that prove the figure.
        baseline_numerator: count behind a baseline ratio (9 deaths), for the judgement of small numbers.
        gaming: how the number could be made better without better service; ``companion``: indicator against it.
        weight: weight in its set, in percent.
        worst: agreed worst value where a ``minimize`` target is zero.

    Raises:
        EmptyDataError: no name. CardFieldError: a field that cannot be read; ``FaultsError`` holds several.

    Source: fields of regulations.md §3.3; common practice, partly unverified.
    """

    name: str
    code: str = ""
    objective: str = ""
    definition: str = ""
    formula: str = ""
    unit: str = ""
    polarity: Polarity | str | None = None
    level: ResultLevel | str | None = None
    validity: Validity | str | None = None
    control: Control | str | None = None
    period_rule: PeriodRule | str | None = None
    location_rule: LocationRule | str | None = None
    data_source: str = ""
    frequency: Frequency | str | None = None
    owner: str = ""
    baseline: Number | None = None
    baseline_year: int | str | None = None
    baseline_source: str = ""
    baseline_numerator: Number | None = None
    targets: Mapping[Any, Number | None] = field(default_factory=dict)
    evidence: Iterable[str] = ()
    limitations: str = ""
    gaming: str = ""
    companion: str = ""
    weight: Number | None = None
    worst: Number | None = None

    def __post_init__(self) -> None:
        faults: list[LabIkuError] = []
        set_field = object.__setattr__
        for item in fields(self):
            try:
                set_field(self, item.name, _READERS[item.name](getattr(self, item.name)))
            except LabIkuError as error:
                faults.append(self._fault(FIELD_LABELS[item.name], error))
        targets: dict[str, Decimal] = {}
        given = self.targets if isinstance(self.targets, Mapping) else {}
        for period, value in given.items():
            try:
                number = number_or_none(value, "Target")
            except LabIkuError as error:
                faults.append(self._fault(f"Target {period}", error))
                continue
            if number is not None:
                targets[_text(period)] = number
        raise_faults(faults, noun="isian kartu")
        set_field(self, "targets", MappingProxyType(targets))
        if not self.name:
            raise EmptyDataError(name="Nama indikator", need="Isi nama indikatornya.")

    def _fault(self, label: str, error: LabIkuError) -> CardFieldError:
        return CardFieldError(field=label, card=f'kartu "{_text(self.name) or "tanpa nama"}"', cause=error)

    def __hash__(self) -> int:
        return hash((self.name, self.code, tuple(self.targets.items())))

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (self.to_dict(),)

    @property
    def last_target(self) -> Decimal | None:
        """The target of the last period."""
        values = list(self.targets.values())
        return number_or_none(values[-1]) if values else None

    def target_years(self) -> dict[str, int]:
        """Period -> year, for the periods that name one."""
        found = {period: _YEAR.search(str(period)) for period in self.targets}
        return {period: int(match[0]) for period, match in found.items() if match}

    def achievement(
        self,
        realisation: Number | None,
        period: str | None = None,
        *,
        cap: Number | None = None,
        rule: str | RuleSet | None = None,
    ) -> Decimal | None:
        """Achievement of a realisation against the target of ``period`` (the last one when not given).

        ``None`` while target or polarity is missing. Source: as :func:`kpi_sim.achievement`.
        """
        target = self.last_target if period is None else number_or_none(self.targets.get(str(period)))
        if self.polarity is None:
            return None
        worst = number_or_none(self.worst)
        return achievement(realisation, target, self.polarity, cap=cap, worst=worst, rule=rule)

    def to_dict(self) -> dict[str, Any]:
        """Filled-in fields by English name, numbers exact (``Decimal``); :meth:`from_dict` reads it back."""
        plain: dict[str, Any] = {}
        for item in fields(self):
            value = getattr(self, item.name)
            if isinstance(value, Word):
                value = value.value
            elif item.name == "targets":
                value = dict(value)
            if value not in ("", None, (), {}):
                plain[item.name] = value
        return plain

    @classmethod
    def from_dict(cls, card: Mapping[str, Any]) -> Indicator:
        """The card with these fields (English names).

        Raises:
            MissingColumnError: a field that a card does not have; otherwise as the class.
        """
        from kpi_sim.indicators.card_formats import check_fields  # the formats know the card, not the reverse

        check_fields(card)
        return cls(**card)

    def to_row(self) -> dict[str, Any]:
        """The card as one row of an Indonesian workbook; every column of the template is there."""
        from kpi_sim.indicators.card_formats import card_to_row

        return card_to_row(self)

    @classmethod
    def from_row(cls, row: Mapping[str, Any], *, place: str = "") -> Indicator:
        """The card in one row of a workbook with Indonesian column titles.

        Args:
            place: where the row stands, for messages ("Baris 4 di iku.xlsx.").

        Raises:
            CardFieldError, MissingColumnError: one fault; ``FaultsError`` holds several.
        """
        from kpi_sim.indicators.card_formats import card_from_row

        return card_from_row(row, place=place)

    def to_toml(self) -> str:
        """The card as TOML text."""
        from kpi_sim.indicators.card_formats import card_to_toml

        return card_to_toml(self)

    @classmethod
    def from_toml(cls, text: str, *, place: str = "") -> Indicator:
        """The card in a TOML text; raises :class:`~kpi_sim.errors.CardFileError` besides the card's own faults."""
        from kpi_sim.indicators.card_formats import card_from_toml

        return card_from_toml(text, place=place)


def _rebuild(card: Mapping[str, Any]) -> Indicator:
    return Indicator(**card)


def _text(value: Any) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split()) if not isinstance(value, str) else value.strip()


def _word(kind: type[Word]) -> Callable[[Any], Word | None]:
    def read(value: Any) -> Word | None:
        text = _text(value)
        return kind.parse(text) if text else None

    return read


def _number(value: Any) -> Decimal | None:
    return number_or_none(value)


def _year(value: Any) -> int | None:
    text = _text(value)
    if not text:
        return None
    if not _YEAR.fullmatch(text):
        raise OutOfRangeError(name="Tahun", value=text[:20], allowed="Isi tahun seperti 2025.")
    return int(text)


def _weight(value: Any) -> Decimal | None:
    number = number_or_none(value, "Bobot")
    if number is not None and number < 0:
        raise OutOfRangeError(name="Bobot", value=format_number(number), allowed="Isi bilangan 0 atau lebih.")
    return number


def _documents(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = re.split(r"[;\n]", value)
    parts = value if isinstance(value, list | tuple) else [value]
    return tuple(text for part in parts if (text := _text(part)))


def _targets(value: Any) -> Any:
    if not isinstance(value, Mapping):
        raise NumberFormatError(text=str(value)[:40])
    return value


_READERS: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(FIELD_LABELS, _text),
    "polarity": _word(Polarity),
    "level": _word(ResultLevel),
    "validity": _word(Validity),
    "control": _word(Control),
    "period_rule": _word(PeriodRule),
    "location_rule": _word(LocationRule),
    "frequency": _word(Frequency),
    "baseline": _number,
    "baseline_numerator": _number,
    "baseline_year": _year,
    "targets": _targets,
    "evidence": _documents,
    "weight": _weight,
    "worst": _number,
}

"""Public services: completeness of a service standard, and minimum service standards (SPM)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from kpi_sim.errors import OutOfRangeError, UnknownNameError, raise_faults
from kpi_sim.indicators.education import share_percent
from kpi_sim.indicators.values import Number, required
from kpi_sim.rules import Category, RuleSet, load_rules
from kpi_sim.units import format_number

STANDARD = "standar-pelayanan-15-2014"
SPM = "spm-59-2021"


def missing_components(present: Iterable[str], *, rule: str | Path | RuleSet = STANDARD) -> dict[str, str]:
    """Components that a service standard still lacks, id -> Indonesian label; empty when all 14 are there.

    Raises:
        UnknownNameError: a component that the regulation does not know; ``FaultsError`` holds several.

    Source: UU 25/2009, PermenPANRB 15/2014; regulations.md §5.3.
    """
    labels = {item["id"]: item["label"] for item in load_rules(rule)["components"]["items"]}
    there = set(present)
    raise_faults(
        [UnknownNameError("Komponen standar pelayanan", name, labels) for name in sorted(there - set(labels))]
    )
    return {name: label for name, label in labels.items() if name not in there}


def minimum_service_achievement(served: Number | None, population: Number | None) -> Decimal | None:
    """Share of the target population served according to the standard, in percent; the target is always 100.

    Source: SPM practice; regulations.md §5.1.
    """
    item = {
        "label": "Capaian SPM",
        "numerator": "penerima layanan sesuai standar",
        "denominator": "sasaran",
        "may_exceed": False,
    }
    return share_percent(item, served, population)


def minimum_service_index(receivers: Number, quality: Number, *, rule: str | Path | RuleSet = SPM) -> Decimal:
    """SPM index from the achievement of receivers and of quality (inputs), both in percent; unverified weights.

    Raises:
        OutOfRangeError: a percentage outside 0-100; ``FaultsError`` holds both.

    Source: unverified; regulations.md §5.1.
    """
    table = load_rules(rule)["index"]
    parts = {
        "receivers": required(receivers, "Capaian penerima"),
        "quality": required(quality, "Capaian mutu"),
    }
    labels = {"receivers": "Capaian penerima", "quality": "Capaian mutu"}
    raise_faults(
        [
            OutOfRangeError(
                name=labels[name], value=format_number(value), allowed="Isi bilangan dari 0 sampai 100."
            )
            for name, value in parts.items()
            if not 0 <= value <= 100
        ]
    )
    return sum((Decimal(table[name]) * value for name, value in parts.items()), Decimal(0))


def minimum_service_category(score: Number, *, rule: str | Path | RuleSet = SPM) -> Category:
    """Category of an SPM index: Tuntas Paripurna at 100, then by tens, on the raw value.

    Raises:
        OutOfRangeError: outside 0-100.

    Source: one regional application; regulations.md §5.1.
    """
    return load_rules(rule)["categories"].classify(required(score, "Indeks SPM"))

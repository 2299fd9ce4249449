"""Rule sets that read process charts, as versioned data: ``chart_rules/*.toml``, or a file of the user's own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kpi_sim.errors import RuleFileError, UnknownNameError, toml_reason

FORMAT = 1
# kind of pattern -> fields it needs
KINDS: dict[str, tuple[str, ...]] = {
    "beyond": ("count", "of", "sigma"),
    "run": ("count",),
    "trend": ("count",),
    "alternating": ("count",),
    "within": ("count", "sigma"),
    "avoiding": ("count", "sigma"),
    "longest_run": (),
    "few_crossings": ("probability",),
}


@dataclass(frozen=True)
class ChartRule:
    """One pattern of a rule set; ``numbers`` are the fields that its ``kind`` needs, and options."""

    id: str
    label: str
    kind: str
    numbers: Mapping[str, float]


@dataclass(frozen=True)
class ChartRuleSet:
    """A versioned set of rules that read a process chart."""

    id: str
    title: str
    rules: tuple[ChartRule, ...]
    source: str
    verified: bool
    valid_from: date | None = None
    valid_to: date | None = None
    note: str = ""


def load_chart_rules(rules: str | Path | ChartRuleSet) -> ChartRuleSet:
    """The rule set with this id (``"nhs-2023"``), or read from a TOML file of the same form.

    Raises:
        UnknownNameError: no rule set has this id.
        RuleFileError: the file is not a rule set.

    Source: every rule set carries its own.
    """
    if isinstance(rules, ChartRuleSet):
        return rules
    if isinstance(rules, Path) or str(rules).endswith(".toml"):
        path = Path(rules)
        try:
            return _parse(path.read_bytes(), path.name)
        except OSError:
            raise RuleFileError(
                reason="berkas tidak ada atau tidak dapat dibuka",
                file=path.name,
                advice="Periksa nama dan letaknya.",
            ) from None
    known = [item.id for item in list_chart_rules()]
    if rules not in known:
        raise UnknownNameError("Kumpulan aturan grafik", str(rules), known)
    return _builtin(str(rules))


def list_chart_rules() -> list[ChartRuleSet]:
    """Every rule set of the package, sorted by id.

    Source: the rule files of the package.
    """
    names = (file.name for file in resources.files(__package__).joinpath("chart_rules").iterdir())
    return [_builtin(name.removesuffix(".toml")) for name in sorted(names) if name.endswith(".toml")]


@lru_cache(maxsize=32)
def _builtin(rule_id: str) -> ChartRuleSet:
    file = f"{rule_id}.toml"
    return _parse(resources.files(__package__).joinpath("chart_rules", file).read_bytes(), file)


def _parse(content: bytes, file: str) -> ChartRuleSet:
    raw = _toml(content, file)
    if raw.get("format", FORMAT) != FORMAT:
        raise RuleFileError(
            reason=f"formatnya versi {raw['format']}, yang dikenal versi {FORMAT}",
            file=file,
            advice="Perbarui Lab IKU, atau tulis ulang berkasnya dengan format yang dikenal.",
        )
    entries = raw.get("rules")
    lacking = [key for key in ("id", "title", "source", "verified") if key not in raw]
    if lacking or not isinstance(entries, list) or not entries:
        missing = ", ".join([*lacking, *([] if entries else ["[[rules]]"])])
        raise RuleFileError(reason=f"bagian yang belum ada: {missing}", file=file)
    return ChartRuleSet(
        id=str(raw["id"]),
        title=str(raw["title"]),
        rules=tuple(_rule(entry, number, file) for number, entry in enumerate(entries, 1)),
        source=str(raw["source"]),
        verified=raw["verified"] is True,
        valid_from=raw.get("valid_from"),
        valid_to=raw.get("valid_to"),
        note=str(raw.get("note", "")),
    )


def _toml(content: bytes, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RuleFileError(reason=toml_reason(error), file=file) from None


def _rule(entry: Any, number: int, file: str) -> ChartRule:
    if not isinstance(entry, Mapping) or entry.get("kind") not in KINDS:
        kind = entry.get("kind") if isinstance(entry, Mapping) else entry
        raise RuleFileError(
            reason=f'jenis aturan ke-{number} "{kind}" tidak dikenal',
            file=file,
            advice=f"Jenis yang dikenal: {', '.join(KINDS)}.",
        )
    for name in KINDS[entry["kind"]]:
        value = entry.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
            raise RuleFileError(
                reason=f'aturan ke-{number} memerlukan "{name}" di atas nol',
                file=file,
                advice=f'Isi "{name}" dengan bilangan di atas nol.',
            )
    text = {key: str(entry[key]) for key in ("id", "label", "kind") if key in entry}
    if len(text) < 3:
        raise RuleFileError(reason=f"aturan ke-{number} tanpa id atau label", file=file)
    numbers = {key: float(value) for key, value in entry.items() if key not in text}
    return ChartRule(text["id"], text["label"], text["kind"], MappingProxyType(numbers))

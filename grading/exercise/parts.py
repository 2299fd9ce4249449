"""Reads one ``[[parts]]`` table: what all kinds share, then what each kind has of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields as dataclass_fields
from typing import Any

from grading.exercise.model import KINDS, TRACKS, Check, Criterion, Fact, Option, Part, Row
from grading.exercise.toml_table import ID, TomlTable, shown, unique
from kpi_sim import Indicator, design_rules

CARD_FIELDS = tuple(field.name for field in dataclass_fields(Indicator))


def read_part(table: TomlTable) -> Part:
    """The part in ``table``; faults are remembered there."""
    part_id = table.identifier(ID)
    if part_id:
        table.place = f'Bagian "{part_id}" di {table.place.partition(",")[0]}.'
    kind = table.text("kind", one_of=KINDS)
    function_only = kind == "function"
    part = Part(
        id=part_id,
        title=table.text("title"),
        kind=kind,
        points=table.number("points", least=0.01),
        objective=table.text("objective"),
        prompt=table.text("prompt", ""),
        facts=_facts(table),
        unit=table.text("unit", ""),
        look=table.text("look", ""),
        hint=table.text("hint", ""),
        tracks=table.texts("tracks", one_of=TRACKS, default=("notebook",) if function_only else TRACKS),
        **_OF_KIND[kind](table),
    )
    table.finish()
    if function_only and part.tracks != ("notebook",):
        table.fault("Bagian berupa kode hanya ada di notebook.", 'Tulis tracks = ["notebook"].')
    if "notebook" not in part.tracks:
        table.fault(
            "Bagian yang hanya ada di formulir tidak tercatat: notebook adalah catatan nilainya.",
            "Hapus tracks; bagian itu lalu ada di keduanya.",
        )
    return part


def _number(table: TomlTable) -> dict[str, Any]:
    return {
        "tolerance": table.number("tolerance", 0.01),
        "tolerance_percent": table.optional_number("tolerance_percent"),
        "decimals": table.whole("decimals", 2),
    }


def _options(table: TomlTable, *, needed: bool = True) -> tuple[Option, ...]:
    tables = table.tables("options", needed=needed)
    options = []
    for item in tables:
        options.append(Option(item.identifier(), item.text("label")))
        item.finish()
    unique(list(zip((option.id for option in options), tables, strict=True)))
    if len(options) == 1:
        table.fault("Hanya ada satu pilihan.", "Tulis sedikitnya dua pilihan di options.")
    return tuple(options)


def _choice(table: TomlTable) -> dict[str, Any]:
    return {"options": _options(table)}


def _text(table: TomlTable) -> dict[str, Any]:
    return {"rubric": _rubric(table, needed=True), "max_words": table.optional_whole("max_words")}


def _table(table: TomlTable) -> dict[str, Any]:
    tables = table.tables("rows", needed=True)
    rows = []
    for item in tables:
        rows.append(
            Row(
                id=item.identifier(),
                label=item.text("label"),
                unit=item.text("unit", ""),
                facts=_facts(item),
                options=_options(item, needed=False),
                tolerance=item.optional_number("tolerance"),
                decimals=item.optional_whole("decimals"),
            )
        )
        item.finish()
    unique(list(zip((row.id for row in rows), tables, strict=True)))
    return {"rows": tuple(rows), **_number(table)}


def _indicator(table: TomlTable) -> dict[str, Any]:
    given = table.anything("given", dict, {})
    for name in given:
        if name not in CARD_FIELDS:
            table.fault(
                f'given memuat "{name}", bukan kolom kartu.', f"Yang dikenal: {', '.join(CARD_FIELDS)}."
            )
    fields = table.texts("fields", one_of=CARD_FIELDS)
    if not fields:
        table.fault("fields belum diisi.", "Sebutkan kolom kartu yang boleh diubah peserta.")
    return {
        "fields": fields,
        "given": given,
        "max_errors": table.whole("max_errors", 0),
        "max_warnings": table.whole("max_warnings", 1),
        "must_not": table.texts("must_not", one_of=tuple(design_rules())),
        "rubric": _rubric(table, needed=False),
    }


def _function(table: TomlTable) -> dict[str, Any]:
    function = table.text("function")
    if function and not function.isidentifier():
        table.fault(
            f'function berisi "{shown(function)}".', "Tulis nama fungsi Python, misalnya tepat_waktu."
        )
    tables = table.tables("checks", needed=True)
    checks = []
    for item in tables:
        checks.append(
            Check(
                id=item.identifier(),
                arguments=tuple(item.anything("arguments", list, [])),
                points=item.number("points", 1.0),
                hidden=item.flag("hidden"),
                hint=item.text("hint", ""),
                tolerance=item.optional_number("tolerance"),
            )
        )
        item.finish()
    unique(list(zip((check.id for check in checks), tables, strict=True)))
    return {
        "function": function,
        "checks": tuple(checks),
        "unchanged": table.flag("unchanged"),
        "tolerance": table.number("tolerance", 0.01),
    }


def _rubric(table: TomlTable, *, needed: bool) -> tuple[Criterion, ...]:
    tables = table.tables("rubric", needed=needed)
    rubric = []
    for item in tables:
        rubric.append(Criterion(item.identifier(), item.text("title"), item.texts("levels")))
        item.finish()
        if len(rubric[-1].levels) < 2:
            item.fault("Rubrik ini belum bertingkat.", "Tulis sedikitnya dua tingkat di levels.")
    unique(list(zip((criterion.id for criterion in rubric), tables, strict=True)))
    return tuple(rubric)


def _facts(table: TomlTable) -> tuple[Fact, ...]:
    facts = []
    for item in table.tables("facts"):
        facts.append(Fact(item.text("label"), item.text("value")))
        item.finish()
    return tuple(facts)


_OF_KIND: dict[str, Callable[[TomlTable], dict[str, Any]]] = {
    "number": _number,
    "choice": _choice,
    "choices": _choice,
    "ordering": _choice,
    "text": _text,
    "table": _table,
    "scorecard": _table,
    "indicator": _indicator,
    "function": _function,
}

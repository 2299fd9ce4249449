"""Reads scenario files (TOML): the package's own by id, or a dinas's file by path.

The package's file of a model defines its parameters. A dinas's file names the model and the parameters that differ,
each with the source of its value. A file is checked whole; all its faults are told at once.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from kpi_sim.errors import DataError, LabIkuError, UnknownNameError, raise_faults, toml_reason
from kpi_sim.scenarios.parameter import (
    DISTRIBUTIONS,
    SOURCE_KINDS,
    Parameter,
    Source,
    UnknownParameterError,
)
from kpi_sim.scenarios.scenario import FORMAT, Scenario

_META = {"id", "model", "title", "description", "version", "author", "licence", "language"}
_FIELDS = {
    "label", "value", "unit", "range", "distribution", "source", "lever", "whole", "group", "help", "step",
}  # fmt: skip
_SOURCE = {"kind", "ref", "note", "date"}


class ScenarioFileError(DataError):
    """A scenario file cannot be read."""

    what = "Berkas skenario tidak dapat dibaca: {reason}."
    where = "Berkas {file}."
    fix = "{advice}"


class ScenarioFieldError(DataError):
    """One entry of a scenario file is not as it must be."""

    what = '{what_is} pada parameter "{name}".'
    where = "Berkas {file}."
    fix = "{advice}"


class WrongUnitError(ScenarioFieldError):
    """A parameter is given in another unit than the model's."""

    what = 'Satuan parameter "{name}" ditulis "{unit}", seharusnya "{expected}".'


@dataclass(frozen=True)
class ScenarioInfo:
    """One line of :func:`list_scenarios`."""

    id: str
    title: str
    description: str
    parameters: int
    levers: int


def load_scenario(scenario: str | Path | Scenario) -> Scenario:
    """The scenario with this id (``"services"``), or read from a dinas's TOML file.

    Raises:
        UnknownNameError: no scenario has this id.
        ScenarioFileError: not a scenario file, or one of a newer version.
        FaultsError: several faults of a file at once.

    Source: every parameter carries its own.
    """
    if isinstance(scenario, Scenario):
        return scenario
    if isinstance(scenario, Path) or str(scenario).endswith(".toml"):
        path = Path(scenario)
        try:
            return _parse_own(path.read_bytes(), path.name)
        except OSError as error:
            reason = (
                "berkas tidak ada" if isinstance(error, FileNotFoundError) else "sistem menolak membukanya"
            )
            raise ScenarioFileError(
                reason=reason, file=path.name, advice="Periksa nama dan letaknya."
            ) from None
    if scenario not in _ids():
        raise UnknownNameError("Skenario", str(scenario), _ids())
    return _builtin(scenario)


def list_scenarios() -> list[ScenarioInfo]:
    """Every scenario of the package, sorted by id.

    Source: the scenario files of the package.
    """
    return [
        ScenarioInfo(s.id, s.title, s.description, len(s.items), len(s.levers)) for s in map(_builtin, _ids())
    ]


@lru_cache(maxsize=1)
def _ids() -> tuple[str, ...]:
    files = resources.files("kpi_sim.scenarios").iterdir()
    return tuple(sorted(file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml")))


@lru_cache(maxsize=32)
def _builtin(scenario_id: str) -> Scenario:
    file = f"{scenario_id}.toml"
    raw = _toml(resources.files("kpi_sim.scenarios").joinpath(file).read_bytes(), file)
    meta = raw["meta"]
    items = tuple(_whole_parameter(name, entry, file) for name, entry in raw["parameter"].items())
    return Scenario(
        id=meta["id"],
        title=meta["title"],
        model=meta["model"],
        items=items,
        **{key: meta.get(key, "") for key in ("description", "version", "author", "licence")},
    )


def _toml(content: bytes, file: str) -> dict[str, Any]:
    try:
        raw = tomllib.loads(content.decode("utf-8"))
    except UnicodeDecodeError:
        raise ScenarioFileError(
            reason="isinya bukan teks UTF-8", file=file, advice="Simpan ulang sebagai teks UTF-8."
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise ScenarioFileError(
            reason=toml_reason(error),
            file=file,
            advice="Perbaiki baris yang disebut, lalu muat lagi.",
        ) from None
    version = raw.get("format", FORMAT)
    if not isinstance(version, int) or isinstance(version, bool) or version > FORMAT:
        raise ScenarioFileError(
            reason=f"formatnya versi {version}, sedangkan yang dikenal sampai versi {FORMAT}",
            file=file,
            advice="Perbarui Lab IKU, atau pakai berkas dengan format yang lebih lama.",
        )
    return raw


def _whole_parameter(name: str, entry: Mapping[str, Any], file: str) -> Parameter:
    """A parameter of the package's own file, every field given."""
    value = entry["value"]
    source, faults = _source(name, entry.get("source"), file)
    raise_faults(faults, noun="isian")
    parameter = Parameter(
        name=name,
        label=entry["label"],
        value=tuple(value) if isinstance(value, list) else value,
        unit=entry["unit"],
        range=(entry["range"][0], entry["range"][1]),
        distribution=entry["distribution"],
        source=source,
        **{key: entry[key] for key in ("lever", "whole", "group", "help", "step") if key in entry},
    )
    if parameter.distribution not in DISTRIBUTIONS:
        raise UnknownNameError("Sebaran", parameter.distribution, DISTRIBUTIONS)
    return replace(parameter, value=parameter.checked(parameter.value))


def _parse_own(content: bytes, file: str) -> Scenario:
    raw = _toml(content, file)
    meta, entries = raw.get("meta"), raw.get("parameter", {})
    if (
        not isinstance(meta, Mapping)
        or not isinstance(meta.get("model"), str)
        or not isinstance(entries, Mapping)
    ):
        raise ScenarioFileError(
            reason="bagian [meta] dengan model, atau bagian [parameter], tidak ada",
            file=file,
            advice=f'Tulis [meta], id = "…", title = "…", model = salah satu dari {", ".join(_ids())}.',
        )
    if meta["model"] not in _ids():
        raise UnknownNameError("Model skenario", meta["model"], _ids())
    base = _builtin(meta["model"])
    faults: list[LabIkuError] = [
        UnknownNameError("Isian [meta]", key, _META) for key in meta if key not in _META
    ]
    faults += [
        UnknownNameError("Bagian", key, ("format", "meta", "parameter"))
        for key in raw
        if key not in {"format", "meta", "parameter"}
    ]
    new: dict[str, Parameter] = {}
    for name, entry in entries.items():
        parameter, found = _own_parameter(base, name, entry, file)
        faults += found
        if parameter is not None:
            new[name] = parameter
    raise_faults(faults, noun="isian skenario")
    return Scenario(
        id=str(meta.get("id", Path(file).stem)),
        title=str(meta.get("title", base.title)),
        model=base.model,
        items=tuple(new.get(item.name, item) for item in base.items),
        description=str(meta.get("description", base.description)),
        version=str(meta.get("version", "")),
        author=str(meta.get("author", "")),
        licence=str(meta.get("licence", "")),
    )


def _own_parameter(
    base: Scenario, name: str, entry: object, file: str
) -> tuple[Parameter | None, list[LabIkuError]]:
    """A parameter of a dinas's file on top of the model's, and what is wrong with it."""
    place = f'Parameter "{name}" di {file}.'
    if name not in base.parameters:
        return None, [UnknownParameterError(name, base.parameters, f"Berkas {file}.")]
    if not isinstance(entry, Mapping) or "value" not in entry:
        advice = "Tulis value = bilangannya, unit, dan source = { kind = …, note = … }."
        return None, [ScenarioFieldError(what_is="Nilai belum ada", name=name, file=file, advice=advice)]
    known = base.parameters[name]
    faults: list[LabIkuError] = [
        ScenarioFieldError(
            what_is=f'Isian "{key}" tidak dikenal',
            name=name,
            file=file,
            advice=f"Pakai salah satu: {_listed(_FIELDS)}.",
        )
        for key in entry
        if key not in _FIELDS
    ]
    if entry.get("unit", known.unit) != known.unit:
        advice = f'Ubah nilainya ke satuan "{known.unit}", lalu tulis unit = "{known.unit}".'
        faults.append(
            WrongUnitError(name=name, unit=entry["unit"], expected=known.unit, file=file, advice=advice)
        )
    source, found = _source(name, entry.get("source"), file)
    faults += found
    try:
        return known.with_value(entry["value"], source=source, place=place), faults
    except LabIkuError as fault:
        return None, [*faults, fault]


def _source(name: str, entry: object, file: str) -> tuple[Source, list[LabIkuError]]:
    advice = f"Tulis source = {{ kind = salah satu dari {', '.join(SOURCE_KINDS)}, ref = …, note = … }}."
    if not isinstance(entry, Mapping) or entry.get("kind") not in SOURCE_KINDS:
        fault = ScenarioFieldError(what_is="Sumber nilai belum jelas", name=name, file=file, advice=advice)
        return Source("assumed"), [fault]
    when = entry.get("date")
    text = {key: str(entry.get(key, "")) for key in ("ref", "note")}
    unknown = [key for key in entry if key not in _SOURCE]
    faults: list[LabIkuError] = [
        ScenarioFieldError(what_is=f'Isian sumber "{key}" tidak dikenal', name=name, file=file, advice=advice)
        for key in unknown
    ]
    if not (text["ref"] or text["note"]):
        faults.append(
            ScenarioFieldError(what_is="Sumber nilai tanpa keterangan", name=name, file=file, advice=advice)
        )
    return Source(entry["kind"], text["ref"], text["note"], when if isinstance(when, date) else None), faults


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names))

"""A scenario: a model of an office with all its parameters, frozen, checked at birth, with a hash of its content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

from kpi_sim.errors import LabIkuError, raise_faults
from kpi_sim.scenarios.parameter import Parameter, UnknownParameterError, Value

FORMAT = 1


@dataclass(frozen=True)
class Scenario:
    """A model (``model``) at certain parameters.

    ``id``, ``title``, ``description``, ``version``, ``author``, ``licence`` come from the scenario file.
    ``changes`` are the parameters replaced since loading.
    """

    id: str
    title: str
    model: str
    items: tuple[Parameter, ...]
    description: str = ""
    version: str = ""
    author: str = ""
    licence: str = ""
    label: str = ""
    changes: tuple[tuple[str, Value], ...] = ()

    @cached_property
    def parameters(self) -> Mapping[str, Parameter]:
        """Parameters by name, in the order of the file."""
        return MappingProxyType({item.name: item for item in self.items})

    @cached_property
    def values(self) -> Mapping[str, Value]:
        """Values by name."""
        return MappingProxyType({item.name: item.value for item in self.items})

    @property
    def name(self) -> str:
        """Label in tables: the given label, or the id with what was changed."""
        if self.label or not self.changes:
            return self.label or self.id
        return f"{self.id} ({', '.join(f'{name}={_short(value)}' for name, value in self.changes)})"

    @cached_property
    def hash(self) -> str:
        """Fingerprint of model and values (SHA-256, hex); labels and sources do not count."""
        content = {
            "format": FORMAT,
            "model": self.model,
            "values": {k: _json(v) for k, v in self.values.items()},
        }
        text = json.dumps(content, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def levers(self) -> tuple[Parameter, ...]:
        """Parameters that a head of dinas can decide."""
        return tuple(item for item in self.items if item.lever)

    def __getstate__(self) -> dict[str, Any]:
        """Fields only: what is derived from them is derived again."""
        return {item.name: getattr(self, item.name) for item in fields(self)}

    def __getitem__(self, name: str) -> Value:
        """Value of a parameter; raises ``UnknownParameterError``."""
        if name not in self.values:
            raise UnknownParameterError(name, self.values, f"Skenario {self.id}.")
        return self.values[name]

    def replace(self, changes: Mapping[str, object], *, label: str = "") -> Scenario:
        """The scenario with other values (``{"stage.counter.servers": 3}``); this one stays as it is.

        Args:
            label: name in tables; by default what was changed.

        Raises:
            UnknownParameterError, ParameterTypeError, OutOfRangeError: one fault; ``FaultsError`` holds several.
        """
        place = f"Skenario {self.id}."
        faults: list[LabIkuError] = []
        new: dict[str, Parameter] = {}
        for name, value in changes.items():
            try:
                if name not in self.parameters:
                    raise UnknownParameterError(name, self.parameters, place)
                new[name] = self.parameters[name].with_value(value, place=f'Parameter "{name}". {place}')
            except LabIkuError as fault:
                faults.append(fault)
        raise_faults(faults, noun="parameter")
        changed = dict(self.changes) | {
            name: item.value for name, item in new.items() if item.value != self.values[name]
        }
        items = tuple(new.get(item.name, item) for item in self.items)
        return replace(self, items=items, changes=tuple(changed.items()), label=label)


def _json(value: Value) -> object:
    return [float(item) for item in value] if isinstance(value, tuple) else float(value)


def _short(value: Value) -> str:
    return "[…]" if isinstance(value, tuple) else f"{value:g}"

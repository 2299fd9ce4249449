"""Words of a simulator, from its file in ``naskah/``; numbers are put in where a text has ``{name}``.

So an author changes a question or an option without opening Python, and a presenter holds numbers only.
"""

from __future__ import annotations

import functools
import tomllib
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kpi_sim.scenarios.parameter import SOURCE_LABELS
from labui.levers import Lever, settle_all

FOLDER = Path(__file__).with_name("naskah")


@functools.cache
def _source(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def script(name: str, numbers: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Everything that the page of a simulator says before anybody moves a lever.

    Args:
        name: file in ``naskah/``.
        numbers: what stands for ``{name}`` in its texts, already written the Indonesian way.

    Raises:
        KeyError: a text asks for a number that is not given.
    """
    words: dict[str, Any] = _filled(_source(name), numbers or {})
    prediction = words["prediction"]
    unit = prediction.pop("unit")
    decimals = (
        0 if unit == "%" and float(prediction["step"]).is_integer() else 1
    )  # whole numbers have none anyway
    strip = {"low": prediction["low"], "high": prediction["high"], "unit": unit, "decimals": decimals}
    marks = {"title": "Prediksi kelas", "own": "tebakan Anda", "result": "hasil"}
    return {"id": name, "flow": [], **words, "strip": {"words": marks, **strip}}


def _filled(part: Any, numbers: Mapping[str, str]) -> Any:
    if isinstance(part, str):
        return part.format_map(numbers)
    if isinstance(part, list):
        return [_filled(item, numbers) for item in part]
    if isinstance(part, dict):
        return {key: _filled(item, numbers) for key, item in part.items()}
    return part


def assumption(label: str, value: str, kind: str, source: str) -> dict[str, str]:
    """A line of "Tampilkan asumsi": what, how much, what kind of source, which."""
    return {"label": label, "value": value, "kind": kind, "kind_label": SOURCE_LABELS[kind], "source": source}


class Scripted(ABC):
    """A presenter whose words stand in ``naskah/<id>.toml``: it adds levers, numbers and assumptions."""

    id: str
    levers: Sequence[Lever]
    move: Mapping[str, float]  # what the question asks about: made for the room when it begins to play

    def numbers(self) -> dict[str, str]:
        """Numbers that the words need."""
        return {}

    @abstractmethod
    def assumptions(self) -> list[dict[str, str]]:
        """Lines of "Tampilkan asumsi"."""

    def spec(self) -> dict[str, Any]:
        """Words, levers and assumptions."""
        return script(self.id, self.numbers()) | {
            "levers": [lever.spec() for lever in self.levers],
            "move": dict(self.move),
            "assumptions": self.assumptions(),
        }

    def settle(self, values: dict[str, Any]) -> dict[str, float]:
        """Checked lever values."""
        return settle_all(self.levers, values)

    def at_rest(self, values: Mapping[str, float]) -> bool:
        """Whether every lever stands at "sekarang"."""
        return all(abs(values[lever.id] - lever.now) < 1e-9 for lever in self.levers)

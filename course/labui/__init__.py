"""Charts, controls and looks of the simulators and lessons: drawn in the browser, computed in Python.

``import labui`` is light (the class service only wants ``STATIC_DIR``); widgets are loaded when first named.
"""

from __future__ import annotations

import importlib
from typing import Any

from labui.assets import STATIC_DIR

_EXPORTS = {
    "LiveChart": "labui.charts",
    "simulator": "labui.opening",
}

__all__ = ["STATIC_DIR", *sorted(_EXPORTS)]


def __getattr__(name: str) -> Any:
    if name in _EXPORTS:
        return getattr(importlib.import_module(_EXPORTS[name]), name)
    raise AttributeError(f"module 'labui' has no attribute '{name}'")


def __dir__() -> list[str]:
    return [*globals(), *__all__]

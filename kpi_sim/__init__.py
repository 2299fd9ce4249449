"""Models and rules of performance management by key indicators; pure NumPy, knows no Jupyter.

Public names are loaded on first use, so that ``import kpi_sim`` costs little more than NumPy.
"""

from __future__ import annotations

import importlib
from typing import Any

# name -> module that defines it; one line a name, sorted
_EXPORTS: dict[str, str] = {}

__all__ = sorted(_EXPORTS)


def __getattr__(name: str) -> Any:
    if name in _EXPORTS:
        return getattr(importlib.import_module(_EXPORTS[name]), name)
    raise AttributeError(f"module 'kpi_sim' has no attribute '{name}'")


def __dir__() -> list[str]:
    return [*globals(), *__all__]

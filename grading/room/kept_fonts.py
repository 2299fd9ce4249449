"""Fonts that are opened once, before rooms are forked, and not by each room anew.

matplotlib reads a font bit by bit from its file, through a thousand calls to Python before the first letter is drawn, and
forgets its fonts in each fork, because all forks would move the same place in the file. Fonts that are read from memory,
of which each fork has a copy of its own, can be kept.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from importlib import import_module
from typing import Any

_FONTS = (".ttf", ".otf", ".ttc")


class _InMemory(io.BytesIO):
    """A file that was read at once."""

    def __init__(self, path: Any) -> None:
        with open(path, "rb") as file:  # noqa: PTH123 (that would come here again)
            super().__init__(file.read())
        self.name = path


@contextlib.contextmanager
def kept_for_forks() -> Iterator[None]:
    """What is drawn meanwhile leaves its fonts to all forks; none where matplotlib gets at fonts in another way."""
    try:
        font_manager: Any = import_module("matplotlib.font_manager")
        forgetful = font_manager._get_font
        make = forgetful.__wrapped__
    except (ImportError, AttributeError):  # not public: another version may have it under another name
        yield
        return
    kept: dict[Any, Any] = {}
    read: list[object] = []
    usual = io.open

    def open_at_once(path: Any, *how: Any, **more: Any) -> Any:
        if how != ("rb",) or more or not str(path).lower().endswith(_FONTS):
            return usual(path, *how, **more)
        read.append(path)
        return _InMemory(path)

    def get(paths: Any, **options: Any) -> Any:
        key = (paths, *options.items())
        if key not in kept:
            if io.open is usual:
                return forgetful(paths, **options)
            before = len(read)
            font = make(paths, **options)
            if len(read) == before:  # from its file after all
                return font
            kept[key] = font
        return kept[key]

    font_manager._get_font = get
    io.open = open_at_once  # type: ignore[assignment]
    try:
        yield
    finally:
        io.open = usual

"""Text that people typed, made harmless for spreadsheets."""

from __future__ import annotations

import re

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def plain(text: str | None) -> str:
    """``text`` that no spreadsheet reads as a formula or command, without control characters.

    A leading sign is kept visible behind an apostrophe, as spreadsheets themselves do it.
    """
    cleaned = CONTROL.sub(" ", text or "")
    return (
        "'" + cleaned
        if cleaned.lstrip(" \u00a0").startswith(STARTS) or cleaned.startswith(STARTS)
        else cleaned
    )

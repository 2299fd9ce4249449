"""From how a test cell ended to points and to what the trainee may read about it."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from grading.room.outputs import plain_text
from grading.room.wording import meaning

_HIDDEN = re.compile(r"### *BEGIN HIDDEN TESTS.*?### *END HIDDEN TESTS", re.S)


_NO_NAME = re.compile(r"name '(\w+)' is not defined")


def earned(answer: Mapping[str, Any], most: float) -> float:
    """Points of a finished test: all, or the number that its last line shows (nbgrader's partial credit).

    As ``nbgrader.utils.determine_grade``, but a warning on stderr costs nothing and a number that is no possible score
    (negative, not finite, above the maximum) gives none instead of all.
    """
    for output in answer.get("outputs") or ():
        if output.get("output_type") == "execute_result":
            text = str((output.get("data") or {}).get("text/plain", ""))
            try:
                points = float(text)
            except ValueError:
                return most
            return points if math.isfinite(points) and 0 <= points <= most else 0.0
    return most


def hidden_lines(source: str) -> set[int]:
    """Numbers (from 1) of the lines between nbgrader's marks of hidden tests, the marks included."""
    lines: set[int] = set()
    for found in _HIDDEN.finditer(source):
        first = source.count("\n", 0, found.start()) + 1
        lines |= set(range(first, source.count("\n", 0, found.end()) + 2))
    return lines


def message(source: str, error: Mapping[str, Any], fault: str, *, heard: bool = False) -> str:
    """What the trainee may know: nothing of a hidden test; of a visible one, the instructor's own words.

    Args:
        heard: a hidden test has called the trainee's functions before. What they were handed then must not come back
            in words of their choice: from here on only text is told that stands in the visible test.
    """
    line = error.get("outer_line")
    hidden = hidden_lines(source)
    if hidden and (type(line) is not int or line in hidden):
        return "Uji tersembunyi belum terpenuhi. Coba jawaban Anda dengan nilai lain, termasuk yang ekstrem."
    if fault:
        return plain_text(fault, 300)
    name, text = plain_text(error.get("name"), 80), plain_text(error.get("text"), 300)
    if heard or any(type(line) is int and number < line for number in hidden):
        text = _harmless(source, hidden, text)
    where = f" (baris {line})" if type(line) is int else ""
    if name == "AssertionError":
        return f"Uji belum terpenuhi{where}: {text}" if text else f"Uji belum terpenuhi{where}."
    return f"Uji berhenti{where}: {meaning(name, text)}."


def _harmless(source: str, hidden: set[int], text: str) -> str:
    """Of a text, what the visible test says itself: all of it, or that a name which stands there does not exist."""
    lines = source.splitlines()
    seen = "\n".join(line for number, line in enumerate(lines, 1) if number not in hidden)
    missing = _NO_NAME.fullmatch(text)
    stands = re.search(rf"\b{re.escape(missing[1])}\b", seen) if missing else text in seen
    return text if stands else ""

"""Whether a cell names anything with which it could change Python itself, and not only values.

After a cell that does, its room is put back to how it was (``inside.Steady``) and in the end is asked whether plain cells
still run (``session``). That takes a room a twentieth of its time, so it is left out where all cells do what notebooks
do: compute, tabulate, draw. This protects nobody: who hides such a thing well spoils an own room and own later cells, and
a cell that fails is a reason to look in any case.
"""

from __future__ import annotations

import re
import unicodedata

# modules with which a notebook only computes; any other may do what it likes when it is imported
_MODULES = (
    "numpy|pandas|matplotlib|kpi_sim|math|statistics|decimal|fractions|random|datetime|calendar|collections|itertools|"
    "functools|operator|re|string|json|csv|textwrap"
)
_HARMLESS_IMPORT = re.compile(
    rf"\bfrom\s+(?:{_MODULES})\b[\w.]*\s+import\b|"
    rf"(?:^|;)[ \t]*import\s+(?:{_MODULES})\b(?:\.\w+)*+(?:\s+as\s+\w+)?+(?!\s*,)",
    re.MULTILINE,
)
_REACHING = re.compile(
    # special names, and ways to names that do not stand in the text
    r"__|exec|eval|compile|attr|globals|locals|vars|pickle|load|import|"
    # parts of Python, and of this package
    r"builtin|sys|\bos\b|\bgc\b|inspect|[a-z]{2}_frame\b|f_back|ctypes|weakref|thread|async|await|signal|timer|alarm|exit|quit|"
    r"modules|ipython|grading|"
    # what IPython adds to the language
    r"^[ \t]*[%!?]|\?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)


def reaches_out(source: str) -> bool:
    """Whether the text of a cell names something with which Python can be changed for the cells after it."""
    if not source.isascii():
        source = unicodedata.normalize("NFKC", source)  # as Python reads names
    return _REACHING.search(_HARMLESS_IMPORT.sub("", source)) is not None

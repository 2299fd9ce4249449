"""nbgrader's own commands and formgrader, with this engine behind them and nothing loaded from outside.

``nbgrader_config.py`` of a built course calls :func:`configure`: ``nbgrader autograde`` then grades by
``grading.batch`` instead of a kernel. The server extension of this package (``grading.formgrader``) does the same for
formgrader's button in a process of its own, so that the server keeps answering meanwhile.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

TEMPLATES = Path(__file__).parent / "templates"


def configure(c: Any) -> None:
    """Settings for ``nbgrader_config.py``; ``c`` is what ``get_config()`` gives."""
    found = find_spec("nbgrader")  # not imported: whoever only asks for the database need not wait for it
    assert found is not None
    assert found.origin is not None
    c.Autograde.sanitize_preprocessors = []
    c.Autograde.autograde_preprocessors = ["grading.formgrader.preprocessor.GradedByEngine"]
    stock = Path(found.origin).parent / "server_extensions" / "formgrader" / "templates"
    # Ours first: the stock pages fetch MathJax from a content network and show nothing until it answers.
    c.HTMLExporter.extra_template_basedirs = [str(TEMPLATES), str(stock)]
    c.HTMLExporter.sanitize_html = True


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "grading.formgrader.extension"}]

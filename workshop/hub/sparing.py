"""Leaves out what costs seconds of every start and serves nobody here; to be imported before Jupyter's packages."""

from __future__ import annotations

import sys

# jsonschema takes it for the formats "iri" and "iri-reference", which no schema of Jupyter's uses, and does without it
# where it is not installed. Its grammar is compiled at import: more than half of what importing JupyterHub takes.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

"""Runs a class: the ``iku`` command line, the class service, the simulators' server, demo and recap."""

import sys

# Costs two seconds of every start with Jupyter's packages in it and serves nobody here: jsonschema takes it for the
# formats "iri" and "iri-reference", which no schema of Jupyter's uses, and does without it where it is not installed.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

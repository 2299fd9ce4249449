"""The place in ``nbgrader autograde`` where a kernel used to run: the engine grades instead."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.preprocessors import NbGraderPreprocessor

from grading.formgrader.engine import command


class GradedByEngine(NbGraderPreprocessor):  # type: ignore[misc]
    """Grades the submission by ``grading.batch`` and hands nbgrader the notebook made from the result."""

    def preprocess(self, nb: Any, resources: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        """nbgrader's hook: notebook and resources in, notebook and resources out.

        Raises:
            RuntimeError: the engine says why it cannot; nbgrader shows it.
        """
        asked = resources["nbgrader"]
        folder = Path(resources["metadata"]["path"]).resolve()  # autograded/<student>/<assignment>
        course = folder.parents[2]
        asking = command(course, asked["assignment"], asked["student"])
        done = subprocess.run(asking, capture_output=True, text=True, check=False)
        told = (
            json.loads(done.stdout)
            if done.returncode == 0
            else {"success": False, "error": done.stderr[-800:]}
        )
        if not told["success"]:
            raise RuntimeError(told["error"])
        self.log.info(told["log"])
        read: Any = nbformat.read
        return read(folder / f"{asked['notebook']}.ipynb", as_version=4), resources

"""What nbgrader itself, untouched, says to the notebooks that are built here; one process for many exercises.

Slow by nature (a kernel for each notebook): for ``iku exercise check`` and the tests, never for grading.
"""

from __future__ import annotations

import logging
import os
import sys
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any

# importing this package costs two seconds and serves no notebook (jsonschema does without it)
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def stock_doubts(course: Path, ids: Iterable[str]) -> dict[str, list[str]]:
    """Exercise → what nbgrader's ``generate_assignment`` and ``validate`` object to, Indonesian.

    ``course`` is a folder made by :func:`grading.build_course`; its ``release/`` is written again by nbgrader.
    """
    _quiet()
    found: dict[str, list[str]] = {}
    for name in ids:
        release = course / "release" / name / f"{name}.ipynb"
        ours = release.read_bytes()
        doubts = found.setdefault(name, [])
        try:
            generate_assignment(course, name)
        except Exception as error:  # nbgrader raises whatever its preprocessors raise
            doubts.append(f"nbgrader generate_assignment menolak notebook sumber: {error}".rstrip(".") + ".")
            continue
        if release.read_bytes() != ours:
            doubts.append("Notebook rilis buatan nbgrader berbeda dari buatan kita.")
        doubts += validate(course / "source" / name / f"{name}.ipynb")
    return found


def generate_assignment(course: Path, name: str) -> None:
    """nbgrader's own release of one exercise, in place of ours."""
    from nbgrader.converters import GenerateAssignment

    converter = GenerateAssignment(coursedir=_course(course, name), parent=None, config=_config(course))
    converter.force = True
    converter.create_assignment = True
    converter.log = logging.getLogger("iku.nbgrader")
    converter.start()


def autograde(course: Path, name: str) -> None:
    """nbgrader's own grading of all that was handed in for one exercise."""
    from nbgrader.converters import Autograde

    converter = Autograde(coursedir=_course(course, name), parent=None, config=_config(course))
    converter.force = True
    converter.create_student = True
    converter.log = logging.getLogger("iku.nbgrader")
    converter.start()


def validate(notebook: Path) -> list[str]:
    """The test cells of a source notebook that its own solution does not pass."""
    from nbgrader.validator import Validator

    validator = Validator(config=_private_kernels())
    validator.log = logging.getLogger("iku.nbgrader")
    results: dict[str, Any] = validator.validate(str(notebook))
    failed = results.get("failed", [])
    return [f"nbgrader validate: {_last_line(cell['raw_error'])}" for cell in failed]


def _last_line(error: str) -> str:
    return error.strip().splitlines()[-1][:200] if error.strip() else "sel uji berhenti"


def _course(course: Path, name: str) -> Any:
    from nbgrader.coursedir import CourseDirectory

    folder = CourseDirectory(config=_config(course))
    folder.root = str(course)
    folder.assignment_id = name
    return folder


def _config(course: Path) -> Any:
    from traitlets.config.loader import PyFileConfigLoader

    config = PyFileConfigLoader("nbgrader_config.py", path=str(course)).load_config()
    config.merge(_private_kernels())
    return config


def _private_kernels() -> Any:
    """Kernels on private sockets: nobody else on the machine can talk to them, and they do not complain.

    They get minutes, not seconds: what is asked is whether the notebook is sound, not how busy the machine is. An
    error that is printed later than ``iopub_timeout`` (four seconds by default) would not be seen, and count as passed.
    """
    from traitlets.config import Config

    patient = {"timeout": 300, "startup_timeout": 300, "iopub_timeout": 300}
    return Config({"ConnectionFileMixin": {"transport": "ipc"}, "Execute": patient})


def _quiet() -> None:
    """nbgrader's chatter stays away from authors; alembic, which it starts, must be on the path."""
    logging.getLogger("iku.nbgrader").setLevel(logging.CRITICAL)
    logging.getLogger("alembic").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", module="nbgrader|jupyter_client|zmq|nbclient|sqlalchemy")
    programs = str(Path(sys.executable).parent)
    if programs not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([programs, os.environ.get("PATH", "")])

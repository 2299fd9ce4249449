"""The course folder behind ``--class``: that of a class of ours, or any nbgrader course folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from workshop.errors import NotACourseFolderError
from workshop.service.folder import ClassFolder


@dataclass(frozen=True)
class ClassCourse:
    """A course folder, and the secret of its variants where it belongs to a class."""

    path: Path
    secret: bytes | None


def find(class_dir: Path) -> ClassCourse:
    """The course of a class folder, or ``class_dir`` itself when it is an nbgrader course.

    Raises:
        NotACourseFolderError: neither of the two.
    """
    place = class_dir.expanduser().resolve()
    folder = ClassFolder(place)
    if folder.database.is_file():
        return ClassCourse(folder.course, folder.secret)
    if any((place / area).is_dir() for area in ("source", "release", "submitted")):
        return ClassCourse(place, None)
    raise NotACourseFolderError(folder=place)

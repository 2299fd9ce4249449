"""Where the project's content lies: the only module that knows the layout of the clone."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COURSE = ROOT / "course"
LESSONS = COURSE / "lessons"
APPS = COURSE / "apps"
EXERCISES = COURSE / "exercises"
GUIDE = COURSE / "guide"
DATASETS = ROOT / "datasets"
DOCS = ROOT / "docs"

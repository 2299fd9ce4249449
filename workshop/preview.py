"""One variant of an exercise as a page of its own, for authors and facilitators: the class's own fields, no server."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from grading import variant_seed
from workshop.service.exercises import complete
from workshop.service.look import OWN_STATIC, common_static, environment


def seed_of(participant: str, exercise: str, class_folder: Path | None) -> int:
    """The variant's seed of one participant of a class."""
    from workshop.service.folder import ClassFolder

    if class_folder is None:
        raise click.UsageError("--participant memerlukan --class FOLDER, tempat rahasia kelas disimpan.")
    folder = ClassFolder(class_folder)
    if not (class_folder / "class_secret").is_file():
        raise click.UsageError(f"Di {class_folder} tidak ada kelas.")
    return variant_seed(folder.secret, participant, exercise)


def page(form: dict[str, Any], answers: Mapping[str, Any] | None, *, title: str, seed: int) -> str:
    """The HTML of all parts, styles within; with ``answers`` the key below each part."""
    styles = [common_static() / "tokens.css", OWN_STATIC / "kelas.css"]
    return (
        environment()
        .get_template("pratinjau.html")
        .render(
            title=title,
            seed=seed,
            form=complete(form),
            answers=answers,
            styles="\n".join(path.read_text(encoding="utf-8") for path in styles),
            raw=None,
            state="",
        )
    )

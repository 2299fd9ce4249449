"""One variant of an exercise as a page of its own, for authors and facilitators: the class's own fields, no server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from grading import variant_seed
from grading.exercise.showing import show
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


def told(answer: Any, part: Mapping[str, Any], row: str | None = None) -> list[str]:
    """An answer as people read it, one line a piece: labels instead of ids, numbers in Indonesian form.

    ``row``: the row of a table that the answer belongs to, where it is not the whole table.
    """
    rows = {item["id"]: item for item in part["rows"]}
    if row:
        answer = {row: answer}
    if part["kind"] == "indicator" and isinstance(answer, Mapping):
        labels = {field["id"]: field["label"] for field in part.get("fields", ())}
        return [f"{labels.get(name, name)}: {text}" for name, text in answer.items()]
    if rows and isinstance(answer, Mapping):
        return [
            f"{rows[name]['label'] if name in rows else name}: {_word(value, rows.get(name, {}).get('options', ()))}"
            for name, value in answer.items()
        ]
    pieces = answer if isinstance(answer, list | tuple) else [answer]
    return [_word(piece, part["options"]) for piece in pieces]


def _word(value: Any, options: Sequence[Mapping[str, str]]) -> str:
    if isinstance(value, float | Decimal):
        value = min(
            value, round(value, 4), key=lambda number: len(str(number))
        )  # a key may have endless digits
    return {option["id"]: option["label"] for option in options}.get(str(value)) or show(value)


def page(form: dict[str, Any], answers: Mapping[str, Any] | None, *, title: str, seed: int) -> str:
    """The HTML of all parts, styles within; with ``answers`` the key below each part."""
    styles = [common_static() / "tokens.css", OWN_STATIC / "kelas.css"]
    pages = environment().overlay()
    pages.filters = {**pages.filters, "told": told}
    return pages.get_template("pratinjau.html").render(
        title=title,
        seed=seed,
        form=complete(form),
        answers=answers,
        styles="\n".join(path.read_text(encoding="utf-8") for path in styles),
        raw=None,
        state="",
    )

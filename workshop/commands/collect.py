"""``iku collect``: hand-ins from archives and loose files into the course folder."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command(help="Mengumpulkan jawaban dari .zip (USB, surel, unduhan LMS) atau .ipynb ke folder kelas.")
@click.argument("files", nargs=-1, required=True, metavar="BERKAS...", type=click.Path(path_type=Path))
@click.option(
    "--class",
    "class_dir",
    default="kelas",
    show_default=True,
    type=click.Path(path_type=Path),
    help="Folder data kelas, atau folder kursus nbgrader.",
)
@click.option(
    "--exercise",
    default="",
    metavar="LATIHAN",
    help="Latihan semua berkas ini, bila namanya tidak memberi tahu.",
)
@click.option("--json", "as_json", is_flag=True, help="Keluaran untuk program.")
def command(files: tuple[Path, ...], class_dir: Path, exercise: str, as_json: bool) -> None:
    """Put each hand-in in its place; exit 1 when something had to be left."""
    from grading.intake import ArchiveRejected
    from grading.intake.collect import unpack
    from workshop import class_course
    from workshop.progress import bar

    course = class_course.find(class_dir)
    taken: list[dict[str, str]] = []
    left: list[dict[str, str]] = []
    # of many files the files are counted, of one archive what is in it
    show = None if as_json else bar("berkas dibaca")
    within = show if len(files) == 1 else None
    for done, file in enumerate(files):
        if show and not within:
            show(done, len(files))
        try:
            collected = unpack(file, course.path, assignment=exercise, told=within)
        except ArchiveRejected as refusal:
            left.append({"file": file.name, "reason": refusal.sentence()})
            continue
        taken += [
            {"participant": item.participant, "exercise": item.assignment, "file": file.name}
            for item in collected.taken
        ]
        left += [{"file": file.name, "reason": problem.sentence()} for problem in collected.problems]
    if show and not within:
        show(len(files), len(files))
    if as_json:
        click.echo(json.dumps({"taken": taken, "left": left}, ensure_ascii=False, indent=2))
    else:
        for item in left:
            click.echo(f"{item['file']}: {item['reason']}", err=True)
        click.echo(f"{len(taken)} kiriman dikumpulkan, {len(left)} berkas ditinggalkan.")
    raise SystemExit(1 if left else 0)

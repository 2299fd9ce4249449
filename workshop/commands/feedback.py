"""``iku feedback``: feedback pages as files, one per participant and exercise."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command(help="Menulis halaman umpan balik ke feedback/<peserta>/<latihan>/ di folder kursus.")
@click.argument("exercises", nargs=-1, metavar="[LATIHAN]...")
@click.option(
    "--class",
    "class_dir",
    default="kelas",
    show_default=True,
    type=click.Path(path_type=Path),
    help="Folder data kelas, atau folder kursus nbgrader.",
)
@click.option(
    "--participant", "participants", multiple=True, metavar="ID", help="Hanya peserta ini; boleh diulang."
)
@click.option("--json", "as_json", is_flag=True, help="Keluaran untuk program.")
def command(
    exercises: tuple[str, ...], class_dir: Path, participants: tuple[str, ...], as_json: bool
) -> None:
    """Write the pages and say how many; exit 1 when nothing is graded yet."""
    from grading.course import exercises_of
    from grading.feedback.writing import write_feedback
    from workshop import class_course
    from workshop.progress import bar
    from workshop.results import title_of

    course = class_course.find(class_dir)
    pages = write_feedback(
        course.path,
        title_of=lambda exercise: title_of(exercise, exercises_of(course.path)),
        exercises=exercises or None,
        participants=participants or None,
        on_progress=None if as_json else bar("halaman ditulis"),
    )
    if as_json:
        click.echo(json.dumps({"pages": [str(page) for page in pages]}, ensure_ascii=False, indent=2))
        raise SystemExit(0 if pages else 1)
    if not pages:
        click.echo(f"Belum ada yang dinilai. Nilai dahulu: iku grade --class {class_dir}", err=True)
        raise SystemExit(1)
    click.echo(f"{len(pages)} halaman umpan balik ditulis ke {course.path / 'feedback'}.")

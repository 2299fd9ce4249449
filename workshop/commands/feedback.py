"""``iku feedback``: feedback pages as files, one per participant and exercise."""

from __future__ import annotations

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
def command(exercises: tuple[str, ...], class_dir: Path, participants: tuple[str, ...]) -> None:
    """Write the pages and say how many; exit 1 when nothing is graded yet."""
    from grading.feedback import write_feedback
    from workshop import class_course
    from workshop.results import title_of

    course = class_course.find(class_dir)
    count = write_feedback(
        course.path, title_of=title_of, exercises=exercises or None, participants=participants or None
    )
    if not count:
        click.echo(f"Belum ada yang dinilai. Nilai dahulu: iku grade --class {class_dir}", err=True)
        raise SystemExit(1)
    click.echo(f"{count} halaman umpan balik ditulis ke {course.path / 'feedback'}.")

"""``iku lesson``: list, check, tidy and preview the lesson notebooks."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from kpi_sim.errors import EmptyDataError, UnknownNameError

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Keluaran untuk program.")


@click.group(help="Memeriksa, merapikan, dan melihat pelajaran.")
def command() -> None:
    """Group of the lesson commands."""


@command.command("list", help="Daftar pelajaran dengan lama bacanya.")
@AS_JSON
def show(as_json: bool) -> None:
    """One line a lesson."""
    from workshop.lessons import list_lessons

    if as_json:
        rows = [
            {"number": lesson.number, "id": lesson.id, "minutes": lesson.minutes, "title": lesson.title}
            for lesson in list_lessons()
        ]
        _print(rows)
        return
    for lesson in list_lessons():
        click.echo(f"{lesson.number:>2}  {lesson.id:<36} {lesson.minutes:>3} menit  {lesson.title}")


@command.command(help="Memeriksa bentuk dan isi pelajaran atau notebook aplikasi.")
@click.argument("names", nargs=-1)
@AS_JSON
def check(names: tuple[str, ...], as_json: bool) -> None:
    """Print what is not in normal form; exit 1 when something is."""
    from workshop.notebooks import faults

    found = [(path, fault) for path in _notebooks(names) for fault in faults(path)]
    if as_json:
        _print([{"notebook": path.name, "message": fault} for path, fault in found])
        sys.exit(bool(found))
    for path, fault in found:
        click.echo(f"{path.name}: {fault}")
    click.echo("Semua notebook rapi." if not found else f"{len(found)} hal perlu diperbaiki.")
    sys.exit(bool(found))


@command.command("format", help="Menulis ulang notebook dalam bentuk baku.")
@click.argument("names", nargs=-1)
@click.option("--run", is_flag=True, help="Jalankan dahulu, lalu simpan keluaran yang dibandingkan.")
@AS_JSON
def tidy(names: tuple[str, ...], run: bool, as_json: bool) -> None:
    """Rewrite notebooks in normal form; with ``--run`` their outputs are made anew."""
    from workshop.notebooks import normal_form, read_notebook, run_notebook

    rewritten = []
    for path in _notebooks(names):
        notebook = read_notebook(path)
        text = normal_form(run_notebook(notebook, path.parent) if run else notebook)
        if text != path.read_text(encoding="utf-8"):
            path.write_text(text, encoding="utf-8")
            rewritten.append(str(path))
            if not as_json:
                click.echo(f"{path.name}: ditulis ulang.")
    if as_json:
        _print({"rewritten": rewritten})


@command.command(help="Menulis satu pelajaran sebagai halaman HTML untuk dilihat di peramban.")
@click.argument("name")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Berkas HTML yang ditulis.")
@AS_JSON
def preview(name: str, out: Path, as_json: bool) -> None:
    """Write one lesson as a page of its own, styles inside."""
    from workshop.lessons import list_lessons, render_lesson, standalone_page

    lessons = {lesson.id: lesson for lesson in list_lessons()}
    if name not in lessons:
        raise UnknownNameError("Pelajaran", name, lessons)
    out.write_text(standalone_page(lessons[name], render_lesson(lessons[name], out.parent)), encoding="utf-8")
    if as_json:
        _print({"id": name, "file": str(out)})
        return
    click.echo(f"Tertulis: {out}")


def _print(told: object) -> None:
    click.echo(json.dumps(told, ensure_ascii=False, indent=2))


def _notebooks(names: tuple[str, ...]) -> list[Path]:
    """The notebooks of these names (id, file name or path); all lessons and apps without a name."""
    from workshop.paths import APPS, LESSONS

    every = sorted([*LESSONS.glob("*.ipynb"), *APPS.glob("*.ipynb")])
    if not every:
        raise EmptyDataError(name="Folder pelajaran", need="Tulis notebook di course/lessons.")
    known = {key: path for path in every for key in (path.stem, path.name, path.stem.partition("-")[2])}
    for name in names:
        if name not in known and not Path(name).is_file():
            raise UnknownNameError("Notebook", name, [path.stem for path in every])
    return [known.get(name) or Path(name) for name in names] if names else every

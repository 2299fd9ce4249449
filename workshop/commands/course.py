"""``iku course``: check the content of the course and show which objective is served by what."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from kpi_sim.errors import UnknownNameError
from workshop.progress import bar


@click.group(help="Memeriksa isi pelatihan.")
def command() -> None:
    """Group of the course commands."""


@command.command(help="Memeriksa bahasa, sumber, susunan pelajaran, dan tujuan belajar.")
@click.option("--json", "as_json", is_flag=True, help="Keluaran untuk program.")
@click.option("--longest", type=click.IntRange(1, 500), help="Tampilkan saja sekian kalimat terpanjang.")
def check(as_json: bool, longest: int | None) -> None:
    """Print the findings; exit 1 when something must be mended."""
    from workshop.course_check import check_course
    from workshop.course_texts import longest_sentences

    if longest:
        rows = longest_sentences(longest)
        if as_json:
            told = [{"words": count, "place": place, "sentence": text} for count, place, text in rows]
            click.echo(json.dumps(told, ensure_ascii=False, indent=2))
            return
        for count, place, sentence in rows:
            click.echo(f"{count:>3} kata  {place}: {sentence}")
        return
    findings = check_course()
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            click.echo(f"◆ {finding.place}: {finding.message}")
        click.echo(f"{len(findings)} hal harus diperbaiki.")
    sys.exit(bool(findings))


@command.command(help="Menampilkan tujuan belajar beserta pelajaran dan bagian latihan yang mengukurnya.")
@click.option("--json", "as_json", is_flag=True, help="Keluaran untuk program.")
def coverage(as_json: bool) -> None:
    """Each objective with what serves it; exit 1 when one has no lesson or no part."""
    from workshop.course_check import objectives

    found = objectives()
    if as_json:
        click.echo(json.dumps([asdict(objective) for objective in found], ensure_ascii=False, indent=2))
    else:
        for objective in found:
            click.echo(f"{objective.id}  {objective.text}")
            click.echo(f"      pelajaran: {', '.join(objective.lessons) or 'belum ada'}")
            click.echo(f"      {len(objective.parts)} bagian: {', '.join(objective.parts) or 'belum ada'}")
    sys.exit(not all(objective.lessons and objective.parts for objective in found))


@command.command(
    help="Menulis lembar peserta, lembar kegiatan simulator, catatan pembicara, dan agenda sebagai PDF A4."
)
@click.argument("names", nargs=-1)
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder tujuan.")
@click.option("--json", "as_json", is_flag=True, help="Keluaran untuk program.")
def handout(names: tuple[str, ...], out: Path, as_json: bool) -> None:
    """Write PDF files; a name is one of those that are listed when it is unknown."""
    from workshop.handouts import handout_sources, write_handouts

    known = handout_sources()
    for name in names:
        if name not in known:
            raise UnknownNameError("Lembar", name, known)
    _tell(write_handouts(out, names, told=None if as_json else bar("lembar ditulis")), as_json=as_json)


@command.command(help="Menulis slaid modul sebagai PDF, satu slaid satu halaman. Tanpa nama: semua modul.")
@click.argument("modules", nargs=-1)
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder tujuan.")
@click.option("--json", "as_json", is_flag=True, help="Keluaran untuk program.")
def slides(modules: tuple[str, ...], out: Path, as_json: bool) -> None:
    """Write PDF files of the named modules (M0 to M9)."""
    from workshop.slide_paper import write_decks

    _tell(write_decks(out, modules, told=None if as_json else bar("modul ditulis")), as_json=as_json)


def _tell(files: list[Path], *, as_json: bool) -> None:
    """The files that were written, for people or for a program."""
    if as_json:
        click.echo(json.dumps([str(file) for file in files], ensure_ascii=False, indent=2))
        return
    for file in files:
        click.echo(f"Tertulis: {file}")

"""``iku exercise``: list, begin, build, prove and look at exercises."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import click

from workshop import paths
from workshop.progress import bar

FOLDER = click.option(
    "--exercises",
    "folder",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=paths.EXERCISES,
    help="Folder latihan; bawaannya latihan kursus ini.",
)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Keluaran untuk program.")


@click.group(help="Menyusun, memeriksa, dan melihat latihan.")
def command() -> None:
    """Group of the exercise commands."""


@command.command("list", help="Menampilkan latihan menurut urutan mengajar.")
@FOLDER
@AS_JSON
def list_command(folder: Path, as_json: bool) -> None:
    """One line an exercise; folders with faults are told at the end, exit 1."""
    from grading import ExerciseCatalog

    catalog = ExerciseCatalog(folder)
    exercises = [catalog.get(name) for name in catalog.ids()]
    if as_json:
        rows = [
            {
                "id": e.id,
                "title": e.title,
                "module": e.module,
                "level": e.level,
                "minutes": e.minutes,
                "points": e.points,
                "parts": [part.kind for part in e.parts],
                "objectives": list(e.objectives),
            }
            for e in exercises
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for e in exercises:
            click.echo(
                f"{e.module}  {e.id:<30} {e.level:<10} {e.minutes:>3} menit  {e.points:>4g} poin  {e.title}"
            )
        click.echo(f"{len(exercises)} latihan.")
    for fault in catalog.faults().values():
        click.echo(fault.sentence(), err=True)
    sys.exit(bool(catalog.faults()))


@command.command(help="Memulai folder latihan baru yang langsung lulus pemeriksaan.")
@click.argument("name")
@click.option("--kind", default="number", help="Jenis bagian: number, choice, choices, text, table, …")
@click.option(
    "--module", type=click.Choice([f"M{n}" for n in range(10)]), default="M4", help="Modul pelatihan."
)
@FOLDER
@AS_JSON
def new(name: str, kind: str, module: str, folder: Path, as_json: bool) -> None:
    """Write the files of a working exercise."""
    from grading.exercise.beginning import begin_exercise

    own = begin_exercise(folder, name, kind, module)
    if as_json:
        click.echo(json.dumps({"id": name, "folder": str(own)}, ensure_ascii=False, indent=2))
        return
    click.echo(f"Tertulis: {own}")
    click.echo(f"Ubah isinya, lalu jalankan: iku exercise check {name}")


@command.command(help="Menampilkan satu varian sebagai halaman HTML, seperti di ponsel peserta.")
@click.argument("name")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=0, help="Nomor varian; 0 varian dasar.")
@click.option("--participant", help="Varian peserta ini; perlu --class.")
@click.option(
    "--class", "class_folder", type=click.Path(path_type=Path, file_okay=False), help="Folder kelas."
)
@click.option("--key", is_flag=True, help="Sertakan kunci dan kekeliruan (hanya untuk fasilitator).")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Berkas HTML; bawaannya NAME.html."
)
@FOLDER
@AS_JSON
def preview(
    name: str,
    seed: int,
    participant: str | None,
    class_folder: Path | None,
    key: bool,
    out: Path | None,
    folder: Path,
    as_json: bool,
) -> None:
    """Write the page, or print the form as JSON."""
    from grading import Examiner, ExerciseCatalog
    from workshop import preview as pages

    title = ExerciseCatalog(folder).get(name).title

    if participant is not None:
        seed = pages.seed_of(participant, name, class_folder)
    with Examiner(folder) as examiner:
        form = examiner.public(name, seed)
        answers = examiner.answers(name, seed) if key else None
    if as_json:
        click.echo(
            json.dumps(
                {"seed": seed, **form, **({"answers": answers} if key else {})},
                ensure_ascii=False,
                indent=2,
                default=str,
            )
        )
        return
    page = out or Path(f"{name}.html")
    page.write_text(pages.page(form, answers, title=title, seed=seed), encoding="utf-8")
    click.echo(f"Tertulis: {page}")


@command.command(help="Membangun folder kursus nbgrader: source, release, konfigurasi.")
@click.argument("ids", nargs=-1, required=True)
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=Path("kursus"), help="Folder tujuan."
)
@FOLDER
@AS_JSON
def build(ids: tuple[str, ...], out: Path, folder: Path, as_json: bool) -> None:
    """Write the notebooks of the base variant."""
    from grading import build_course

    build_course(chosen(folder, ids), out, exercises=folder)
    files = {
        name: [str(out / part / name / f"{name}.ipynb") for part in ("source", "release")] for name in ids
    }
    if as_json:
        told = [
            {"id": name, "source": source, "release": release} for name, (source, release) in files.items()
        ]
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for source, release in files.values():
        click.echo(f"Tertulis: {source} dan {release}")


@command.command(help="Membuktikan latihan: kunci penuh, awal nol, tiap kekeliruan tertangkap.")
@click.argument("ids", nargs=-1)
@click.option("--variants", type=click.IntRange(1, 1000), default=20, help="Banyak varian yang dicoba.")
@click.option("--quick", is_flag=True, help="Tanpa memeriksa notebook dengan nbgrader.")
@FOLDER
@AS_JSON
def check(ids: tuple[str, ...], variants: int, quick: bool, folder: Path, as_json: bool) -> None:
    """Print what is in doubt; exit 1 when anything is."""
    from workshop.proving import doubts

    begun = time.monotonic()
    found = doubts(folder, ids, variants, quick=quick, told=None if as_json else bar("langkah"))
    wrong = {name: items for name, items in found.items() if items}
    if as_json:
        plain = {name: [{"part": p, "message": m} for p, m in items] for name, items in found.items()}
        click.echo(json.dumps(plain, ensure_ascii=False, indent=2))
    else:
        for name, items in found.items():
            click.echo(f"{'◆' if items else '✓'} {name}")
            for part, message in items:
                click.echo(f"    {f'bagian {part}: ' if part else ''}{message}")
        seconds = f"{time.monotonic() - begun:.1f}".replace(".", ",")
        click.echo(f"{len(found)} latihan diperiksa, {len(wrong)} perlu diperbaiki ({seconds} detik).")
    sys.exit(bool(wrong))


def chosen(folder: Path, ids: tuple[str, ...]) -> list[str]:
    """The ids, after each was found to be an exercise without faults."""
    from grading import ExerciseCatalog

    catalog = ExerciseCatalog(folder)
    return [catalog.get(name).id for name in ids]

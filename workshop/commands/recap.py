"""``iku recap``: the recap of a class as a file, or of several classes as one."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command(
    help="Membuat rekap kelas: daftar hadir, nilai per bagian, dan butir yang sulit. "
    "Beberapa kelas digabung tanpa nama peserta."
)
@click.option(
    "--class",
    "class_dirs",
    default=["kelas"],
    show_default=True,
    multiple=True,
    type=click.Path(path_type=Path),
    help="Folder data kelas, folder kursus nbgrader, cadangan, atau folder berisi beberapa di antaranya. "
    "Boleh berulang.",
)
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    help="Berkas .xlsx, .pdf, atau .csv; untuk beberapa kelas .xlsx.",
)
@click.option("--json", "as_json", is_flag=True, help="Keluaran untuk program.")
def command(class_dirs: tuple[Path, ...], out: Path, as_json: bool) -> None:
    """Write the recap and say what is in it."""
    from workshop.recap.together import sources

    classes = sources(class_dirs)
    if len(classes) == 1 and classes[0].is_dir():
        _one(classes[0], out, as_json)
    else:
        _several(classes, out, as_json)


def _one(class_dir: Path, out: Path, as_json: bool) -> None:
    from workshop.progress import bar
    from workshop.recap import write_recap

    recap = write_recap(class_dir, out, told=None if as_json else bar("bagian ditulis"))
    graded = sum(mark.score is not None for mark in recap.marks)
    if as_json:
        told = {
            "file": str(out),
            "present": len(recap.present),
            "submissions": len(recap.marks),
            "graded": graded,
        }
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    click.echo(f"Rekap {len(recap.present)} peserta, {len(recap.marks)} kiriman, {graded} dinilai: {out}")


def _several(classes: list[Path], out: Path, as_json: bool) -> None:
    from workshop.progress import bar
    from workshop.recap import write_together

    found = write_together(classes, out, told=None if as_json else bar("kelas dibaca"))
    present = sum(len(one.recap.present) for one in found.classes)
    if as_json:
        unread = [{"file": name, "reason": reason} for name, reason in found.unread]
        told = {"file": str(out), "classes": len(found.classes), "present": present, "unread": unread}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        click.echo(f"Rekap gabungan {len(found.classes)} kelas, {present} peserta, tanpa nama: {out}")
        for name, reason in found.unread:
            click.echo(f"Tidak terbaca: {name}. {reason}", err=True)
    if found.unread:
        raise SystemExit(1)

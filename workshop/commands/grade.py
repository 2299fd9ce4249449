"""``iku grade``: everything that was handed in, into the gradebook."""

from __future__ import annotations

import contextlib
import gc
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workshop.progress import bar

if TYPE_CHECKING:
    from grading.batch import Report

WORDS = {
    "graded": "dinilai",
    "partial": "dinilai, sebagian jawaban tidak berjalan",
    "rejected": "tidak dapat dibaca",
    "timeout": "kehabisan waktu",
    "memory": "kehabisan memori",
    "crashed": "berhenti mendadak",
    "forbidden": "meminta yang tidak diizinkan",
}


@click.command(help="Menilai jawaban yang masuk di folder kelas (atau folder kursus nbgrader mana pun).")
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
@click.option(
    "--workers", type=click.IntRange(1, 64), metavar="N", help="Banyak proses penilai. [bawaan: jumlah inti]"
)
@click.option("--all", "everything", is_flag=True, help="Nilai lagi semuanya, juga yang tidak berubah.")
@click.option(
    "--database", metavar="URL", help="Basis data buku nilai, misalnya postgresql://… [bawaan: gradebook.db]"
)
@click.option(
    "--exercises",
    "folder",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder latihan, bila sudah pindah sejak kursus ini dibangun.",
)
@click.option("--cluster", metavar="ALAMAT", help="Nilai di kluster Dask dengan penjadwal di alamat ini.")
@click.option(
    "--lint",
    is_flag=True,
    help="Jangan menilai; cari sel uji yang tidak dapat dijalankan terpisah dari jawaban.",
)
@click.option("--json", "as_json", is_flag=True, help="Keluaran untuk program.")
def command(
    exercises: tuple[str, ...],
    class_dir: Path,
    participants: tuple[str, ...],
    workers: int | None,
    everything: bool,
    database: str | None,
    folder: Path | None,
    cluster: str | None,
    lint: bool,
    as_json: bool,
) -> None:
    """Grade and say what came of it; exit 1 when a submission could not be graded as it should."""
    gc.set_threshold(
        50_000, 20, 100
    )  # imports make objects by the hundred thousand, and none of them is garbage
    # nothing here multiplies matrices, and NumPy's threads are busy for a while before they go to sleep
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if lint:
        sys.exit(_lint(class_dir, exercises, as_json=as_json))
    with contextlib.ExitStack() as stack:
        options: dict[str, Any] = {}
        if not cluster:
            from workshop.head_start import warm_process

            options["warm"] = stack.enter_context(warm_process())  # warms up while we import
        from grading.batch import Wish, grade_course
        from grading.course import exercises_of
        from workshop import class_course

        course = class_course.find(class_dir)
        wish = Wish(exercises, participants, everything, workers)
        options |= {"wish": wish, "secret": course.secret, "url": database}
        options["exercises"] = folder or exercises_of(course.path)
        show = None if as_json else bar("dinilai")
        if show is not None:
            options["on_progress"] = lambda progress: show(progress.done, progress.total)
        if cluster:
            from grading.batch.cluster import on_cluster

            options["executor"] = stack.enter_context(on_cluster(cluster))
        report = grade_course(course.path, **options)
    if as_json:
        click.echo(json.dumps(report.to_dict(), ensure_ascii=False, indent=2))
    else:
        _tell(report, class_dir)
    sys.exit(0 if set(report.statuses) <= {"graded", "partial"} else 1)


def _lint(class_dir: Path, exercises: tuple[str, ...], *, as_json: bool) -> int:
    """Tell what cannot cross; 1 when something was found."""
    from workshop import class_course
    from workshop.linting import lint_course

    found = lint_course(class_course.find(class_dir).path, exercises)
    if as_json:
        click.echo(json.dumps([asdict(item) for item in found], ensure_ascii=False, indent=2))
        return 1 if found else 0
    for item in found:
        click.echo(
            f"{item.exercise} · {item.notebook}.ipynb · sel {item.cell}, baris {item.line}: {item.message}"
        )
    click.echo(f"{len(found)} temuan pada sel uji." if found else "Semua sel uji dapat dijalankan terpisah.")
    return 1 if found else 0


def _tell(report: Report, class_dir: Path) -> None:
    from kpi_sim.units import format_number

    kept = len(report.submissions) - report.fresh
    seconds = format_number(round(report.seconds, 1))
    click.echo(
        f"{report.fresh} kiriman dinilai dalam {seconds} detik, {max(kept, 0)} tidak berubah sejak dinilai."
    )
    for item in report.submissions:
        result = item.result
        if result.status != "graded":
            why = f": {result.note}" if result.note else ""
            click.echo(f"  {result.participant} · {result.exercise}: {WORDS[result.status]}{why}")
    if report.waiting:
        click.echo(f"{report.waiting} kiriman menunggu penilaian Anda di formgrader.")
    click.echo(f"Bagikan lewat meja fasilitator, atau tulis halamannya: iku feedback --class {class_dir}")

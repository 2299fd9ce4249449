"""``iku demo``: a whole class cycle without people."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import click


@click.command(
    help="Menjalankan satu kelas lengkap tanpa peserta sungguhan, lalu membandingkan semua nilainya."
)
@click.option(
    "--participants",
    default=30,
    show_default=True,
    type=click.IntRange(1, 500),
    metavar="N",
    help="Banyaknya peserta tiruan.",
)
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="Folder hasil (kosong: folder sementara)."
)
@click.option(
    "--room", is_flag=True, help="Mainkan seisi ruang kelas di Chromium dan tulis laporan bergambar."
)
@click.option("--seed", default=20261125, show_default=True, help="Benih: benih sama, kelas sama.")
@click.option("--json", "as_json", is_flag=True, help="Keluaran untuk program.")
def command(participants: int, out: Path | None, room: bool, seed: int, as_json: bool) -> None:
    """Run, tell, and exit 1 when a grade is not the one deserved or a step of the room failed."""
    from workshop.errors import DemoFolderError

    if out is not None and out.exists() and any(out.iterdir()):
        raise DemoFolderError(folder=out)
    folder = out or Path(tempfile.mkdtemp(prefix="iku-demo-"))
    if room:
        _play(folder, as_json=as_json)
    else:
        _compare(participants, folder, seed, as_json=as_json)


def _play(folder: Path, *, as_json: bool) -> None:
    from workshop.demo.stage.play import play_room

    played = play_room(folder, (lambda _: None) if as_json else click.echo)
    if as_json:
        click.echo(json.dumps(played.summary(), ensure_ascii=False))
        sys.exit(bool(played.faults))
    for text in played.left_out:
        click.echo(f"Dilewati: {text}")
    click.echo()
    if played.faults:
        click.echo(played.complaint(), err=True)
        sys.exit(1)
    click.echo(
        f"{played.steps} langkah, {played.pictures} gambar, {played.seconds:.0f} detik. Semuanya beres."
    )
    click.echo(f"Laporan: {played.report}")


def _compare(participants: int, folder: Path, seed: int, *, as_json: bool) -> None:
    from workshop.demo.plans import WORDS
    from workshop.demo.room import run_demo

    done = run_demo(participants, folder, seed=seed, say=(lambda _: None) if as_json else click.echo)
    if as_json:
        click.echo(json.dumps(done.summary(), ensure_ascii=False))
        sys.exit(bool(done.mismatches))
    click.echo()
    for manner, count in sorted(done.manners.items(), key=lambda item: -item[1]):
        click.echo(f"{count:4d} orang {WORDS[manner]}")
    click.echo()
    seconds = f"{done.seconds:.1f}".replace(".", ",")
    click.echo(f"{done.submissions} kiriman, {done.graded} dinilai di buku nilai nbgrader, {seconds} detik.")
    for item in done.differences:
        click.echo(
            f"  {item.participant} ({item.manner}, {item.exercise}): {item.graded}, seharusnya {item.deserved}"
        )
    verdict = (
        "Semua nilai sesuai dengan yang direncanakan."
        if not done.mismatches
        else "Ada nilai yang tidak sesuai."
    )
    click.echo(verdict)
    click.echo(f"Rekap : {done.recap}")
    click.echo(f"Kelas : {done.folder}")
    sys.exit(bool(done.mismatches))

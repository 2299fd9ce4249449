"""``iku forget``: erase one trainee, or all whose time is over, with all answers."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command(help="Menghapus seorang peserta beserta semua jawaban, nilai, dan kehadirannya.")
@click.argument("participant", metavar="PESERTA", required=False)
@click.option(
    "--expired", is_flag=True, help="Semua peserta yang melewati masa simpan yang diatur di meja fasilitator."
)
@click.option(
    "--data", default="kelas", show_default=True, type=click.Path(path_type=Path), help="Folder data kelas."
)
@click.option("--yes", is_flag=True, help="Tanpa bertanya lagi.")
@click.option("--json", "as_json", is_flag=True, help="Keluaran untuk program.")
def command(participant: str | None, expired: bool, data: Path, yes: bool, as_json: bool) -> None:
    """Ask once, erase, say what is gone."""
    from workshop import forgetting, retention

    if expired == (participant is not None):
        raise click.UsageError(
            "Sebutkan seorang peserta, atau --expired untuk semua yang melewati masa simpan."
        )
    people = retention.past_of(data) if participant is None else [forgetting.find(data, participant)]
    if people and not yes:
        who = f"{len(people)} peserta" if participant is None else f"{people[0].name} ({people[0].unit})"
        click.confirm(
            f"Hapus {who} beserta semua jawabannya? Ini tidak dapat diurungkan", abort=True, err=as_json
        )
    for person in people:
        forgetting.forget(data, person)
    if as_json:
        told = {"folder": str(data), "forgotten": [person.id for person in people]}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    elif not people:
        click.echo("Tidak ada peserta yang melewati masa simpan. Tidak ada data yang berubah.")
    else:
        gone = f"{len(people)} peserta" if participant is None else people[0].id
        click.echo(f"Data {gone} sudah dihapus dari {data}. Cadangan lama, bila ada, masih memuatnya.")

"""``iku forget``: erase one trainee, with all answers."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(help="Menghapus seorang peserta beserta semua jawaban, nilai, dan kehadirannya.")
@click.argument("participant", metavar="PESERTA")
@click.option(
    "--data", default="kelas", show_default=True, type=click.Path(path_type=Path), help="Folder data kelas."
)
@click.option("--yes", is_flag=True, help="Tanpa bertanya lagi.")
def command(participant: str, data: Path, yes: bool) -> None:
    """Ask once, erase, say what is gone."""
    from workshop import forgetting

    person = forgetting.find(data, participant)
    if not yes:
        click.confirm(
            f"Hapus {person.name} ({person.unit}) beserta semua jawabannya? Ini tidak dapat diurungkan",
            abort=True,
        )
    forgetting.forget(data, person)
    click.echo(f"Data {person.id} sudah dihapus dari {data}. Cadangan lama, bila ada, masih memuatnya.")

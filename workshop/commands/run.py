"""``iku workshop``: a class in one command."""

from __future__ import annotations

import logging
import shutil
import sys
import webbrowser
from pathlib import Path

import click
import segno

from workshop.service import codes
from workshop.service.supervisor import Workshop


@click.command(help="Memulai kelas: alamat, kode kelas, QR, dan meja fasilitator. Ctrl-C mengakhirinya.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port untuk peserta."
)
@click.option(
    "--data", default="kelas", show_default=True, type=click.Path(path_type=Path), help="Folder data kelas."
)
@click.option("--host", default="0.0.0.0", show_default=True, help="Alamat jaringan yang dilayani.")  # noqa: S104
@click.option("--no-browser", is_flag=True, help="Jangan membuka peramban.")
def command(port: int, data: Path, host: str, no_browser: bool) -> None:
    """Start a class and look after it until Ctrl-C."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(message)s")
    workshop = Workshop(data, port=port, host=host)
    click.echo("Menyiapkan kelas…")
    try:
        workshop.start()
        click.echo(announcement(workshop))
        if not no_browser:
            webbrowser.open(f"{workshop.local_address}/meja")
        workshop.run()
        click.echo("\nMengakhiri kelas…")
    finally:
        workshop.stop()
    click.echo(f"Kelas selesai. Semua jawaban tersimpan di {workshop.folder.path}.")
    click.echo(f"Lanjutkan kelas yang sama kapan saja: iku workshop --data {data}")


def announcement(workshop: Workshop) -> str:
    """What the facilitator needs to see once the class is ready."""
    code = segno.make(workshop.join_address, error="l", micro=False)
    lines = [
        "",
        qr_text(code),
        f"Kelas siap{' dan dilanjutkan' if workshop.resumed else ''}.",
        "",
        f"  Alamat peserta : {workshop.address}",
        f"  Kode kelas     : {codes.grouped(workshop.class_code)}",
        f"  Meja fasilitator: {workshop.local_address}/meja",
        f"  Kode meja      : {codes.grouped(workshop.desk_code)}   (tampil sekali ini saja; jangan diproyeksikan)",
        f"  Data kelas     : {workshop.folder.path}",
    ]
    if workshop.resumed:
        lines.append(
            f"  Peserta        : {workshop.participants} orang sudah terdaftar, jawaban mereka tetap ada"
        )
    if workshop.past:
        lines.append(
            f"  Masa simpan    : {workshop.past} peserta melewatinya; hapus dengan iku forget --expired "
            f"--data {workshop.folder.path}"
        )
    if workshop.address.startswith("http://127."):
        lines += [
            "",
            "Komputer ini belum tersambung ke jaringan: ponsel belum dapat masuk. Sambungkan ke Wi-Fi kelas,",
        ]
        lines += ["lalu mulai lagi perintah ini."]
    if shutil.which("bwrap") is None:
        lines += [
            "",
            "bubblewrap belum terpasang: JupyterLab peserta belum tersedia. Formulir, simulator, dan penilaian tetap jalan.",
        ]
        lines += ["Pasang dengan: sudo apt install bubblewrap"]
    return "\n".join([*lines, "", "Tekan Ctrl-C untuk mengakhiri kelas. Semua tersimpan."])


def qr_text(code: segno.QRCode) -> str:
    """The QR in half blocks; on a terminal always white on black, whatever its own colours are."""
    start, end = ("\x1b[97;40m", "\x1b[0m") if sys.stdout.isatty() else ("", "")
    rows = [[bool(cell) for cell in row] for row in code.matrix_iter(border=2)]
    if len(rows) % 2:
        rows.append([False] * len(rows[0]))
    blocks = {(True, True): " ", (True, False): "▄", (False, True): "▀", (False, False): "█"}
    return "\n".join(
        f"  {start}" + "".join(blocks[pair] for pair in zip(upper, lower, strict=True)) + end
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    )

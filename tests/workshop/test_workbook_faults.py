"""Files that people really send: every fault in a whole sentence, and nothing that a file holds can do harm."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from filled_template import fill, put
from openpyxl import Workbook, load_workbook

from kpi_sim.errors import FaultsError, LabIkuError
from workshop.cli import main
from workshop.workbook import read_unit, score_unit
from workshop.workbook.sheets import MOST_UNPACKED

AGAIN = "Simpan sebagai .xlsx di Excel atau LibreOffice, lalu coba lagi. Berkas asli tidak diubah."
OLD = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)


def _zip(**parts: bytes) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return memory.getvalue()


def _file(tmp_path, *rows, title="Sheet"):
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "iku.xlsx")
    return tmp_path / "iku.xlsx"


def _sentence(file, work=read_unit):
    with pytest.raises(LabIkuError) as told:
        work(file)
    return told.value.sentence()


@pytest.mark.parametrize(
    ("content", "reason", "advice"),
    [
        (b"", "berkas itu kosong", AGAIN),
        (OLD, "bentuknya .xls lama", AGAIN),
        (
            OLD + "EncryptedPackage".encode("utf-16-le"),
            "berkas itu berkata sandi",
            "Simpan salinan tanpa kata sandi, lalu coba lagi. Berkas asli tidak diubah.",
        ),
        (b"Indikator;Target;Realisasi\nA;1;2\n", "isinya bukan buku kerja .xlsx", AGAIN),
        (b"PK\x03\x04 terpotong", "isinya rusak", AGAIN),
        (
            _zip(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
            "isinya bukan buku kerja .xlsx",
            AGAIN,
        ),
        (_zip(xl__workbook=b"<rusak"), "isinya rusak", AGAIN),
        (
            _zip(xl__worksheets=b" " * (MOST_UNPACKED + 1)),
            "isinya terlalu besar setelah dibuka",
            "Salin lembar indikatornya saja ke buku kerja baru. Berkas asli tidak diubah.",
        ),
    ],
)
def test_a_file_that_is_no_workbook_says_what_it_is(tmp_path, content, reason, advice):
    (tmp_path / "iku.xlsx").write_bytes(content)
    assert _sentence(tmp_path / "iku.xlsx") == f'Berkas "iku.xlsx" tidak dapat dibaca: {reason}. {advice}'


def test_a_file_that_is_not_there(tmp_path):
    for name in ("iku.xlsx", "kartu.toml"):
        assert _sentence(tmp_path / name) == (
            f'Berkas "{name}" tidak dapat dibaca: berkas itu tidak ada. Periksa nama dan foldernya. '
            "Berkas asli tidak diubah."
        )


def test_a_workbook_that_expands_itself_is_refused(tmp_path):
    """An entity in a sheet (the seed of "billion laughs") is not expanded: its figure is never read."""
    file = _file(tmp_path, ["Indikator", "Target"], ["A", 1])
    parts = {name: zipfile.ZipFile(file).read(name) for name in zipfile.ZipFile(file).namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].replace(b"<v>1</v>", b"<v>&seven;</v>")
    assert b"&seven;" in sheet
    parts["xl/worksheets/sheet1.xml"] = b'<!DOCTYPE x [<!ENTITY seven "7">]>' + sheet
    file.write_bytes(_zip(**parts))
    assert "isinya rusak" in _sentence(file)


def test_a_sheet_that_claims_to_be_endless_is_read_at_once(tmp_path):
    file = _file(tmp_path, ["Indikator", "Polaritas", "Target", "Realisasi"], ["Cakupan", "naik", 80, 72])
    book = load_workbook(file)
    book.active.merge_cells("F1:XFD1")
    book.active["A1048576"] = "akhir"
    book.save(file)
    parts = {name: zipfile.ZipFile(file).read(name) for name in zipfile.ZipFile(file).namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert b"F1:XFD1" in sheet
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"F1:XFD1", b"F1:XFD1048576")
    file.write_bytes(_zip(**parts))
    assert [card.name for card in read_unit(file).cards] == ["Cakupan"]


def test_no_table_of_indicators(tmp_path):
    file = _file(tmp_path, ["Laporan"], ["Nama pegawai", "Umur"], title="Data")
    assert _sentence(file) == (
        "Tabel indikator tidak ditemukan. Berkas iku.xlsx, lembar: Data. "
        'Beri satu lembar kolom "Nama indikator" dan "Target", atau mulai dari templat: '
        "iku template --out templat.xlsx."
    )


def test_no_realisation(tmp_path):
    file = _file(tmp_path, ["Indikator", "Polaritas", "Target"], ["Cakupan", "naik", 80])
    assert _sentence(file, lambda file: score_unit(read_unit(file))) == (
        'Kolom "Realisasi" tidak ditemukan. Berkas iku.xlsx. '
        'Isi lembar "Realisasi" pada templat, atau tambahkan kolom "Realisasi 2026" di samping target.'
    )


def test_several_years_and_no_hint(tmp_path):
    file = _file(tmp_path, ["Indikator", "Target 2025", "Target 2026", "Realisasi"], ["A", 1, 2, 1])
    assert _sentence(file, lambda file: score_unit(read_unit(file))) == (
        "Tahun yang dinilai tidak jelas. Berkas iku.xlsx, tahun yang terbaca: 2025, 2026. "
        "Sebutkan tahunnya, misalnya --year 2026."
    )
    assert score_unit(read_unit(file), year=2025).rows[0].target == 1


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            ["A", "naik", "delapan puluh", 1, 5],
            '"delapan puluh" bukan bilangan yang dapat dibaca. Lembar "Sheet", baris 2, kolom C (Target). '
            "Tulis angka saja, misalnya 1.234,5 atau 86,4 %.",
        ),
        (
            ["A", "naik", 5, "1.250", 5],
            '"1.250" dapat dibaca dengan dua arti. Lembar "Sheet", baris 2, kolom D (Realisasi). '
            "Maksud Anda 1.250 (ribuan) atau 1,25 (pecahan)? Tulis 1250 atau 1,25 agar jelas.",
        ),
        (
            ["A", "naik", "=1+1", 1, 5],
            'Sel ini berisi rumus yang belum dihitung. Lembar "Sheet", baris 2, kolom C (Target). '
            "Buka dan simpan berkas itu di Excel atau LibreOffice, lalu coba lagi.",
        ),
        (
            ['="A"&"KI"', "naik", 5, 1, 5],
            'Sel ini berisi rumus yang belum dihitung. Lembar "Sheet", baris 2, kolom A (Indikator). '
            "Buka dan simpan berkas itu di Excel atau LibreOffice, lalu coba lagi.",
        ),
        (
            ["A", "naik", 1e300, 1, 5],
            'Target bernilai 1,000e+300, di luar yang mungkin. Lembar "Sheet", baris 2, kolom C (Target). '
            "Periksa banyaknya angka nol di sel itu.",
        ),
        (
            ["A", "naik", 5, 1, 1e-300],
            'Bobot bernilai 1,000e-300, di luar yang mungkin. Kolom Bobot, kartu "A", lembar "Sheet", baris 2. '
            "Periksa banyaknya angka nol di sel itu.",
        ),
        (
            [None, "naik", 5, 1, 5],
            'Baris ini berisi target atau realisasi tanpa nama indikator. Lembar "Sheet", baris 2. '
            "Isi nama indikatornya, atau kosongkan baris itu.",
        ),
        (
            ["A", "naik", 5, 1, "berat"],
            '"berat" bukan bilangan yang dapat dibaca. Kolom Bobot, kartu "A", lembar "Sheet", baris 2. '
            "Tulis angka saja, misalnya 1.234,5 atau 86,4 %.",
        ),
    ],
)
def test_a_cell_that_cannot_be_read_is_told_with_its_place(tmp_path, row, sentence):
    file = _file(tmp_path, ["Indikator", "Polaritas", "Target", "Realisasi", "Bobot"], row)
    assert _sentence(file) == sentence


@pytest.mark.parametrize(
    ("title", "sentence"),
    [
        (
            "Polarisai",
            'Judul kolom "Polarisai" tidak dikenal. Lembar "Sheet", baris 1, kolom B. '
            'Maksud Anda "Polarisasi"? Samakan judulnya.',
        ),
        (
            "Realisasi s.d. TW II",
            'Kolom "Realisasi s.d. TW II" berisi angka kumulatif. Lembar "Sheet", baris 1, kolom B. '
            "Tulis angka tiap periode, dengan judul seperti Realisasi TW II.",
        ),
    ],
)
def test_a_heading_that_nearly_says_something_is_told(tmp_path, title, sentence):
    assert _sentence(_file(tmp_path, ["Indikator", title, "Target"], ["A", None, 5])) == sentence


def test_a_date_that_the_spreadsheet_made_is_shown_as_one(tmp_path):
    file = _file(tmp_path, ["Indikator", "Target"], ["A", date(2026, 5, 9)])
    assert _sentence(file).startswith('"9-5-2026" bukan bilangan yang dapat dibaca. Lembar "Sheet", baris 2')


def test_a_name_that_stands_twice(tmp_path):
    file = _file(tmp_path, ["Indikator", "Target"], ["Cakupan", 1], ["cakupan ", 2])
    assert _sentence(file) == (
        'Indikator "cakupan" tertulis dua kali, sebelumnya di baris 2. Lembar "Sheet", baris 3. '
        "Hapus salah satunya, atau bedakan namanya."
    )


def test_a_name_that_the_contract_does_not_have(tmp_path):
    file = fill(tmp_path / "iku.xlsx")
    put(file, "Realisasi", 7, "Nama indikator", "Angka putus sekolah SMA")
    sentence = _sentence(file)
    assert sentence.startswith(
        'Indikator "Angka putus sekolah SMA" tidak ada. Maksud Anda "Angka putus sekolah SMP"? '
        'Lembar "Realisasi", baris 7.'
    )


def test_all_faults_are_told_at_once_the_first_ten_in_full(tmp_path):
    rows = [[f"Indikator {number}", "naik", "x", "y"] for number in range(8)]
    file = _file(tmp_path, ["Indikator", "Polaritas", "Target", "Realisasi"], *rows)
    with pytest.raises(FaultsError) as told:
        read_unit(file)
    assert told.value.total == 16
    lines = told.value.sentence().splitlines()
    assert lines[0] == "16 isian perlu diperbaiki. Sepuluh yang pertama ditampilkan di bawah."
    assert len(lines) == 12


def test_a_name_that_is_not_worked_out_yet_is_told_once_on_each_sheet(tmp_path):
    book = Workbook()
    book.active.title = "Kartu"
    for row in (["Indikator", "Polaritas", "Satuan", "Target 2026"], ["A", "naik", "persen", 5]):
        book.active.append(row)
    other = book.create_sheet("Capaian")
    for row in (["Indikator", "Realisasi 2026"], ["=Kartu!A2", 4]):
        other.append(row)
    book.save(tmp_path / "iku.xlsx")
    assert _sentence(tmp_path / "iku.xlsx") == (
        'Sel ini berisi rumus yang belum dihitung. Lembar "Capaian", baris 2, kolom A (Indikator). '
        "Buka dan simpan berkas itu di Excel atau LibreOffice, lalu coba lagi."
    )


def test_no_text_of_the_file_becomes_a_formula(tmp_path):
    name = '=HYPERLINK("http://contoh.invalid","buka")'
    file = _file(tmp_path, ["Indikator", "Polaritas", "Satuan", "Target", "Realisasi"])
    book = load_workbook(file)
    for column, value in enumerate([name, "naik", "+persen", 80, 72], 1):
        cell = book.active.cell(2, column, value)
        if isinstance(value, str):
            cell.data_type = "s"
    book.save(file)
    for command, out in (("score", "nilai.xlsx"), ("check-design", "temuan.xlsx")):
        with pytest.raises(SystemExit):
            main([command, str(file), "--out", str(tmp_path / out)])
        cells = [cell for sheet in load_workbook(tmp_path / out) for row in sheet.iter_rows() for cell in row]
        assert "f" not in {cell.data_type for cell in cells}
        assert any("HYPERLINK" in str(cell.value) for cell in cells)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--rule", "skm-14-2017"], 'Aturan capaian "skm-14-2017" tidak ada.'),
        (["--through", "minggu depan"], 'Periode "minggu depan" tidak ada.'),
        (["--out", "nilai.docx"], 'Hasil tidak dapat ditulis ke berkas berakhiran ".docx".'),
        (["--out", "iku.xlsx"], "Hasil tidak ditulis ke berkas yang sedang dinilai."),
    ],
)
def test_wrong_use_is_refused_in_indonesian(tmp_path, monkeypatch, capsys, arguments, sentence):
    file = _file(tmp_path, ["Indikator", "Polaritas", "Target", "Realisasi"], ["A", "naik", 5, 4])
    monkeypatch.chdir(tmp_path)
    before = file.read_bytes()
    with pytest.raises(SystemExit) as stop:
        main(["score", "iku.xlsx", *arguments])
    assert stop.value.code == 2
    assert sentence in capsys.readouterr().err
    assert file.read_bytes() == before

"""The list of those expected: read from what offices send, checked against who came."""

from __future__ import annotations

import asyncio
import io
import zipfile

import pytest
from openpyxl import Workbook

from kpi_sim.errors import EmptyDataError, MissingColumnError
from workshop.errors import RosterError
from workshop.roster import MOST_UNPACKED, read_roster
from workshop.service.store import Store


def workbook(*rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_with_a_title_above_the_table_is_read():
    content = workbook(
        ["DAFTAR PESERTA BIMTEK"], [], ["No.", "NIP", "Nama Lengkap", "Unit Kerja"],
        [1, "1987", " Sri   Wahyuni, S.E. ", "Disdukcapil"], [2, None, "Ahmad Fauzi", None], [3, None, None, "kosong"],
    )  # fmt: skip
    assert read_roster("daftar.xlsx", content) == [("Sri Wahyuni, S.E.", "Disdukcapil"), ("Ahmad Fauzi", "–")]


@pytest.mark.parametrize("mark", [";", ",", "\t"])
@pytest.mark.parametrize("coding", ["utf-8-sig", "cp1252"])
def test_a_csv_of_any_separator_and_coding_is_read(mark: str, coding: str):
    text = f"Nama{mark}Instansi\nNurhayati Pané{mark}Dinas Kesehatan\n"
    assert read_roster("d.csv", text.encode(coding)) == [("Nurhayati Pané", "Dinas Kesehatan")]


def test_a_list_without_a_column_of_names_says_which_columns_there_are():
    with pytest.raises(MissingColumnError, match="Kolom yang ada: NIP, Jabatan"):
        read_roster("d.csv", b"NIP;Jabatan\n1;2\n")


def test_a_list_without_names_says_so():
    with pytest.raises(EmptyDataError, match=r"Kolom nama di d.csv belum berisi data."):
        read_roster("d.csv", b"Nama;Unit\n;x\n")


@pytest.mark.parametrize("content", [b"PK\x03\x04rusak", b"\x89PNG\0\0", b""])
def test_what_is_no_list_is_refused_in_words(content: bytes):
    with pytest.raises(RosterError, match="Simpan sebagai"):
        read_roster("foto.png", content)


def test_who_came_is_no_longer_missing_whatever_the_case(tmp_path):
    async def work(store: Store):
        await store.people.set_roster([("Sri Wahyuni", "Capil"), ("Ahmad", "PIAK"), ("sri wahyuni", "capil")])
        await store.people.join("SRI WAHYUNI", "Capil")

    with Store(tmp_path / "k.sqlite") as store:
        asyncio.run(work(store))
        assert len(store.people.roster()) == 2
        assert store.people.missing() == [("Ahmad", "PIAK")]


def test_a_name_of_the_list_joins_without_typing_the_unit(start_room):
    room = start_room()
    desk = room.desk()
    desk.see("/meja/daftar")
    answer = desk.press(
        "/meja/daftar", files={"berkas": ("d.csv", b"Nama;Unit\nSri Wahyuni;Capil\nAhmad;PIAK\n")}
    )
    assert "Belum hadir 2 dari 2" in answer.text
    phone = room.browser()
    assert "Sri Wahyuni" not in phone.see("/masuk").text
    assert '<option value="Sri Wahyuni">' in phone.see(f"/masuk?kode={room.code}").text
    assert "Sri Wahyuni · Capil" in phone.press(
        "/masuk", kode=room.code, nama="sri wahyuni", unit=""
    ).text.replace("sri wahyuni · Capil", "Sri Wahyuni · Capil")
    assert "Belum hadir 1 dari 2" in desk.see("/meja/daftar").text


def test_a_small_file_that_unpacks_to_very_much_is_refused_before_it_is_read():
    out = io.BytesIO(workbook(["Nama"], ["Sri"]))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/media/besar.bin", bytes(MOST_UNPACKED + 1))
    assert len(out.getvalue()) < 200_000
    with pytest.raises(RosterError, match="Daftar lama tetap"):
        read_roster("daftar.xlsx", out.getvalue())

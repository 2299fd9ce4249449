"""Several classes in one workbook: sums that agree with the classes' own recaps, and nobody's name."""

from __future__ import annotations

import asyncio
import zipfile
from pathlib import Path
from statistics import fmean

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

import grading
from grading.batch import Wish, grade_course
from workshop import archive, paths
from workshop.cli import cli
from workshop.errors import NotAClassFolderError, SameClassError, TogetherFormatError
from workshop.recap import collect, write_together
from workshop.recap.together import sources, together
from workshop.service import folder
from workshop.service.store import Store

EXERCISE = "nilai-skm"
WHEN = "2026-11-25T10:00:00+07:00"
SIZES = {"AAA111": 12, "BBB222": 6, "CCC333": 3}


def make_class(place: Path, code: str, size: int) -> Path:
    """A class that really was graded; every third chooses the first option, pre-tests 40 and post-tests 70 to 90."""
    kelas = folder.prepare(place)
    grading.build_course([EXERCISE], kelas.course, exercises=paths.EXERCISES, secret=kelas.secret)
    parts = grading.ExerciseCatalog(paths.EXERCISES).get(EXERCISE).parts

    async def work(store: Store) -> None:
        for number in range(size):
            person = await store.people.join(f"Orang{code} {number}", f"Puskesmas {number % 3}")
            answers = {part.id: "1,5" for part in parts if part.kind == "number"}
            answers |= {
                part.id: part.options[min(number % 3, 1)].id for part in parts if part.kind == "choice"
            }
            seed = grading.variant_seed(kelas.secret, person.id, EXERCISE)
            grading.write_form_submission(kelas.course, person.id, EXERCISE, seed, answers, WHEN)
            await store.work.submit(person.id, EXERCISE, "form", answers=answers)
            for test, score in (("pretes", 4.0), ("postes", 7.0 + number % 3)):
                told = {"participant": person.id, "exercise": f"{test}-{EXERCISE}", "status": "graded"}
                told |= {"score": score, "max_score": 10.0, "parts": [], "note": ""}
                await store.work.record_results([(person.id, f"{test}-{EXERCISE}", told)])

    with Store(kelas.database) as store:
        store.ensure("class_code", code)
        store.ensure("test_bank", EXERCISE)
        asyncio.run(work(store))
    grade_course(kelas.course, exercises=paths.EXERCISES, wish=Wish(workers=1), secret=kelas.secret)
    return kelas.path


@pytest.fixture(scope="module")
def classes(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    place = tmp_path_factory.mktemp("provinsi")
    return [make_class(place / code, code, size) for code, size in SIZES.items()]


def rows(sheet, first: str) -> dict[str, dict[str, object]]:
    """First cell → column → value, of the table whose head begins with ``first``."""
    lines = list(sheet.iter_rows(values_only=True))
    head = next(number for number, line in enumerate(lines) if line[0] == first)
    return {line[0]: dict(zip(lines[head], line, strict=True)) for line in lines[head + 1 :] if line[0]}


def test_totals_agree_with_the_recaps_of_the_classes(classes: list[Path], tmp_path: Path):
    write_together(classes, tmp_path / "g.xlsx")
    book, own = load_workbook(tmp_path / "g.xlsx"), [collect(place) for place in classes]
    table = rows(book["Kelas"], "Kelas")
    assert [table[code]["Peserta hadir"] for code in SIZES] == list(SIZES.values())
    assert table["Semua kelas"]["Peserta hadir"] == 21
    assert table["Semua kelas"]["Unit kerja"] == 3
    shares = [[mark.percent for mark in recap.marks if mark.percent is not None] for recap in own]
    assert table["AAA111"]["Rata-rata nilai (%)"] == pytest.approx(fmean(shares[0]))
    assert table["Semua kelas"]["Rata-rata nilai (%)"] == pytest.approx(fmean(shares[0] + shares[1]))
    assert table["BBB222"]["N-gain (0 sampai 1)"] == pytest.approx((80 - 40) / 60)
    assert table["Semua kelas"]["Ikut kedua tes"] == 18
    right = {item.title: item.right for item in own[0].items}
    more = {item.title: item.right for item in own[1].items}
    for line in book["Butir"].iter_rows(min_row=2, values_only=True):
        assert line[3:5] == (18, right[line[2]] + more[line[2]])
    mastered = [{item.objective: item.mastered for item in recap.objectives} for recap in own[:2]]
    for name, line in rows(book["Tujuan"], "Tujuan").items():
        if name in mastered[0]:
            assert (line["Peserta"], line["Menguasai"]) == (18, mastered[0][name] + mastered[1][name])


def test_what_few_did_is_in_no_cell_and_in_no_total(classes: list[Path], tmp_path: Path):
    write_together(classes, tmp_path / "g.xlsx")
    book = load_workbook(tmp_path / "g.xlsx")
    small = rows(book["Kelas"], "Kelas")["CCC333"]
    assert small["Peserta hadir"] == 3
    assert [small[name] for name in ("Rata-rata nilai (%)", "Pretes (%)", "Postes (%)")] == [None] * 3
    assert all(line["CCC333 (%)"] is None for line in rows(book["Latihan"], "Latihan").values())
    without = together(classes[:2])
    assert together(classes).mean_percent == without.mean_percent
    assert together(classes).objectives == without.objectives


def test_no_name_and_no_id_of_a_person_is_in_the_file(classes: list[Path], tmp_path: Path):
    write_together(classes, tmp_path / "g.xlsx")
    with zipfile.ZipFile(tmp_path / "g.xlsx") as file:
        whole = b"".join(file.read(name) for name in file.namelist()).decode()
    people = [person for place in classes for person in collect(place).present]
    assert "AAA111" in whole
    assert not [p for p in people if p.name in whole or p.unit in whole or p.id in whole]


def test_backups_and_a_folder_of_them_count_like_the_classes(classes: list[Path], tmp_path: Path):
    usb = tmp_path / "usb"
    archive.backup(classes[0], usb / "satu.tar.gz")
    archive.backup(classes[1], usb / "dua.tar.gz")
    (usb / "catatan.txt").write_text("bukan kelas")
    found = together(sources([usb]))
    assert sorted(one.name for one in found.classes) == ["AAA111", "BBB222"]
    assert found.gain.normalised == pytest.approx(together(classes[:2]).gain.normalised)
    assert found.objectives == together([classes[1], classes[0]]).objectives


def test_a_damaged_backup_costs_itself_only_and_is_named(classes: list[Path], tmp_path: Path):
    usb = tmp_path / "usb"
    archive.backup(classes[0], usb / "baik.tar.gz")
    (usb / "rusak.tar.gz").write_bytes((usb / "baik.tar.gz").read_bytes()[:2000])
    told = CliRunner().invoke(cli, ["recap", "--class", str(usb), "--out", str(tmp_path / "g.xlsx")])
    assert told.exit_code == 1
    assert "Rekap gabungan 1 kelas, 12 peserta, tanpa nama" in told.stdout
    assert "Tidak terbaca: rusak.tar.gz" in told.stderr
    said = [cell.value for cell in load_workbook(tmp_path / "g.xlsx")["Kelas"]["A"] if cell.value]
    assert any(text.startswith("Tidak terbaca: rusak.tar.gz") for text in said)


def test_a_class_counts_once(classes: list[Path], tmp_path: Path):
    archive.backup(classes[0], tmp_path / "lagi.tar.gz")
    with pytest.raises(SameClassError, match="AAA111"):
        together([classes[0], tmp_path / "lagi.tar.gz"])


def test_wrong_wishes_are_told(classes: list[Path], tmp_path: Path):
    with pytest.raises(TogetherFormatError):
        write_together(classes, tmp_path / "g.pdf")
    with pytest.raises(NotAClassFolderError):
        sources([tmp_path])

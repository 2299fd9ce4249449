"""The writer's check: what it notices, what it leaves alone, and that the course itself passes."""

from __future__ import annotations

import json

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from workshop import course_check, course_texts, lessons
from workshop.cli import main
from workshop.course_check import check_course, objectives
from workshop.course_texts import longest_sentences
from workshop.notebooks import normal_form
from workshop.wording import remarks, rules_of_language, sentences


def test_the_course_passes_its_own_check():
    assert check_course() == []


def test_every_objective_has_a_lesson_and_a_part_that_measures_it():
    table = {objective.id: (objective.lessons, objective.parts) for objective in objectives()}
    assert len(table) == 50
    assert [name for name, (taught, measured) in table.items() if not (taught and measured)] == []
    assert "penyebut-pendidikan/putus" in table["T5.1"][1]


def test_an_objective_without_a_part_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(course_check, "EXERCISES", tmp_path)
    found = [finding for finding in course_check.check_course() if finding.rule == "coverage"]
    assert len(found) == 50 and found[0].message.startswith("Belum ada soal: ")


@pytest.mark.parametrize(
    ("text", "rule", "found"),
    [
        ("Analisa data pegawai.", "spelling", "analisa"),
        ("Nilainya 84.33 pada skala itu.", "decimal-point", "84.33"),
        ("Serapannya 98% tahun ini.", "percent-space", "8%"),
        ("Program ini berhasil menurunkan kemiskinan.", "avoid", "berhasil menurunkan"),
        ("Selamat, jawaban Anda benar!", "exclamation", "!"),
        ("Data itu milik BPJSTK.", "abbreviation", "BPJSTK"),
        (" ".join(["kata"] * 31) + ".", "long-sentence", "kata kata kata kata kata kata kata kata …"),
    ],
)
def test_a_fault_of_language_is_noticed(text: str, rule: str, found: str):
    assert [(remark.rule, remark.found) for remark in remarks(text)] == [(rule, found)]


@pytest.mark.parametrize(
    "text",
    [
        "Mulai pukul 08.30, selesai 16.45.",
        "Ada 1.250 responden dan nilai 84,33.",
        'Hindari kalimat "berhasil menurunkan AKI".',
        "> Kami berhasil menurunkan AKI.",
        "Pakai `analisa(98%)` dan [halaman](https://contoh.id/a.33).",
        "```\nanalisa 84.33!\n```",
        "Mal Pelayanan Terpadu (MPTX) buka. MPTX tutup pukul 15.00.",
        "IKU, SKM, dan AKIP berbeda. Kategori BB pada triwulan III.",
        " ".join(["kata"] * 30) + ".",
        "Menganalisis, mengizinkan, dan menjadwalkan.",
    ],
)
def test_what_is_well_written_is_left_alone(text: str):
    assert remarks(text) == []


def _course_of(tmp_path, monkeypatch, *cells):
    notebook = new_notebook(cells=list(cells))
    notebook.metadata["lab_iku"] = {"title": "Coba", "minutes": 20, "objectives": ["T1.1", "T9.9"]}
    (tmp_path / "01-coba.ipynb").write_text(normal_form(notebook), encoding="utf-8")
    for reader in (course_check, course_texts):
        monkeypatch.setattr(reader, "list_lessons", lambda: lessons.list_lessons(tmp_path))
    return {
        finding.rule: finding.message for finding in check_course() if finding.place.startswith("lessons/")
    }


def test_a_lesson_without_its_parts_is_told_what_is_missing(tmp_path, monkeypatch):
    cells = [new_markdown_cell("# Coba", id="a"), new_code_cell("x = published_figure('tfr')", id="b")]
    found = _course_of(tmp_path, monkeypatch, *cells)
    assert set(found) == {"prediction", "try-it", "heading", "source", "objective"}
    assert found["source"] == "Angka terbit tanpa sumber di sampingnya."
    assert found["objective"] == "Tujuan T9.9 tidak ada."


def test_a_simulator_that_is_not_there_is_noticed(tmp_path, monkeypatch):
    text = "# Coba\n\nBuka Simulator Loket, lalu Simulator Cuaca."
    found = _course_of(tmp_path, monkeypatch, new_markdown_cell(text, id="a"))
    assert found["simulator"] == "Simulator Cuaca belum ada di course/apps."


def test_words_in_the_code_of_a_lesson_are_read_too(tmp_path, monkeypatch):
    cells = [new_markdown_cell("# Coba", id="a"), new_code_cell("print('hasil analisa kita')", id="b")]
    assert _course_of(tmp_path, monkeypatch, *cells)["spelling"] == '"analisa": Tulis "analisis".'


def test_a_lesson_that_cannot_be_read_in_its_minutes_is_noticed(tmp_path, monkeypatch):
    text = "# Coba\n\n" + "Ini kalimat pendek saja. " * 800
    assert (
        "bagi menjadi dua pelajaran"
        in _course_of(tmp_path, monkeypatch, new_markdown_cell(text, id="a"))["reading-time"]
    )


def test_a_sentence_ends_at_its_stop_and_nowhere_else():
    text = 'Ada dua: satu; dua. "Ini kutipan." Lalu ini? Ya'
    assert sentences(text) == ["Ada dua: satu; dua.", '"Ini kutipan."', "Lalu ini?", "Ya"]


def test_no_sentence_of_the_course_is_longer_than_its_limit():
    found = longest_sentences(50)
    assert len(found) == 50 and found == sorted(found, key=lambda one: -one[0])
    assert found[0][0] <= rules_of_language()["paling_panjang"]
    read = {place.split("/")[0] for _, place, _ in longest_sentences(5_000)}
    assert read == {"lessons", "exercises", "course", "docs"}


def test_the_longest_sentences_are_listed_with_their_places(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as stop:
        main(["course", "check", "--longest", "3"])
    assert stop.value.code == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3 and all(" kata  " in line and ": " in line for line in lines)


def test_the_command_prints_findings_as_data(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as stop:
        main(["course", "check", "--json"])
    shown = json.loads(capsys.readouterr().out)
    assert stop.value.code == 0 and shown == []

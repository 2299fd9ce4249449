"""Lessons as pages for phones: executed, sanitised, offline, cached by what they depend on."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from workshop import lessons as lessons_module
from workshop.lesson_html import to_html
from workshop.lessons import LessonError, list_lessons, render_lesson
from workshop.notebooks import faults, normal_form, run_notebook

LESSONS = list_lessons()


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


def _lesson_file(folder: Path, *cells: nbformat.NotebookNode, name: str = "01-coba.ipynb") -> Path:
    notebook = new_notebook(cells=list(cells))
    notebook.metadata["lab_iku"] = {"title": "Coba", "minutes": 5}
    path = folder / name
    path.write_text(normal_form(notebook), encoding="utf-8")
    return path


def test_lessons_come_in_teaching_order_with_all_that_a_list_needs():
    assert [lesson.number for lesson in LESSONS] == sorted(lesson.number for lesson in LESSONS)
    assert len({lesson.id for lesson in LESSONS}) == len(LESSONS)
    for lesson in LESSONS:
        assert re.fullmatch(r"[a-z0-9-]{1,60}", lesson.id)
        assert lesson.title and 5 <= lesson.minutes <= 30
        assert lesson.objectives and all(re.fullmatch(r"T\d\.\d", o) for o in lesson.objectives)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_a_lesson_page_is_offline_and_has_no_script(lesson, cache: Path):
    html = render_lesson(lesson, cache)
    assert "<script" not in html and "<style" not in html and "javascript:" not in html
    assert not re.search(r"""\b(?:src|href|action|data|srcset)\s*=\s*["']?\s*(?:https?:)?//""", html)
    assert not re.search(r"\bon[a-z]+\s*=", re.sub(r"<pre.*?</pre>", "", html, flags=re.S))
    assert set(re.findall(r'src="([a-z:/]+)', html)) <= {"data:image/png"}


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_every_picture_of_a_lesson_says_in_words_what_it_shows(lesson, cache: Path):
    pictures = re.findall(r"<img[^>]*>", render_lesson(lesson, cache))
    assert pictures
    for picture in pictures:
        alt = re.search(r'alt="([^"]*)"', picture)
        assert alt and len(alt[1]) > 30 and re.search(r"\d", alt[1]), picture[-200:]


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_code_of_a_lesson_is_folded_and_its_headings_can_be_linked(lesson, cache: Path):
    html = render_lesson(lesson, cache)
    assert html.count("<h1") == 1
    ids = re.findall(r'<h[1-4] id="([^"]+)"', html)
    assert len(ids) == len(set(ids)) == len(re.findall(r"<h[1-4]", html))
    assert html.count("<summary>Lihat kode</summary>") >= 3
    assert "Traceback" not in html


def test_a_page_is_made_once_and_again_when_the_notebook_changes(tmp_path: Path):
    path = _lesson_file(tmp_path, new_markdown_cell("# Coba", id="a"), new_code_cell("print(6 * 7)", id="b"))
    lesson = list_lessons(tmp_path)[0]
    assert "42" in render_lesson(lesson, tmp_path)
    kept = list((tmp_path / "lessons").iterdir())
    assert len(kept) == 1
    kept[0].write_text("dari simpanan", encoding="utf-8")
    assert render_lesson(lesson, tmp_path) == "dari simpanan"
    path.write_text(path.read_text(encoding="utf-8").replace("6 * 7", "6 * 8"), encoding="utf-8")
    assert "48" in render_lesson(lesson, tmp_path)
    assert len(list((tmp_path / "lessons").iterdir())) == 1


def test_a_page_can_be_made_in_a_thread(tmp_path: Path):
    _lesson_file(tmp_path, new_markdown_cell("# Coba", id="a"), new_code_cell("print('dari utas')", id="b"))
    found: list[str] = []
    worker = threading.Thread(target=lambda: found.append(render_lesson(list_lessons(tmp_path)[0], tmp_path)))
    worker.start()
    worker.join(timeout=120)
    assert found and "dari utas" in found[0]


def test_a_failing_cell_is_named_without_a_traceback(tmp_path: Path):
    _lesson_file(tmp_path, new_markdown_cell("# Coba", id="a"), new_code_cell("1 / 0", id="bagi-nol"))
    with pytest.raises(LessonError) as fault:
        render_lesson(list_lessons(tmp_path)[0], tmp_path)
    assert str(fault.value) == (
        'Pelajaran "Coba" belum dapat ditampilkan. Sel "bagi-nol" di course/lessons/01-coba.ipynb. '
        "Jalankan: iku lesson check coba. Pelajaran lain tidak terpengaruh."
    )


def test_a_folder_that_cannot_be_written_costs_only_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(lessons_module, "_keep", full)
    _lesson_file(
        tmp_path, new_markdown_cell("# Coba", id="a"), new_code_cell("print('tetap tampil')", id="b")
    )
    assert "tetap tampil" in render_lesson(list_lessons(tmp_path)[0], tmp_path)


HOSTILE = [
    ("<script>alert(1)</script> teks", "<script"),
    ("[taut](javascript:alert(1))", 'href="javascript'),
    ("[luar](https://example.org/x)", "href="),
    ("![gambar](https://example.org/x.png)", "src="),
    ("<img src=x onerror=alert(1)>", "<img"),
]


@pytest.mark.parametrize(("text", "never"), HOSTILE)
def test_markdown_brings_nothing_from_outside(text: str, never: str):
    assert never not in to_html(new_notebook(cells=[new_markdown_cell(text)]))


def test_html_output_is_cleaned_and_its_table_scrolls_in_itself():
    table = (
        "<style>td {}</style><table><tr><td onclick='x()'>1,5</td></tr></table><iframe src='//a'></iframe>"
    )
    cell = new_code_cell("t", outputs=[new_output("display_data", {"text/html": table})])
    html = to_html(new_notebook(cells=[cell]))
    assert '<div class="gulir" role="region" tabindex="0" aria-label="Tabel"><table>' in html
    assert "1,5" in html and "onclick" not in html and "iframe" not in html and "td {}" not in html


def test_code_and_printed_text_are_shown_as_text():
    cell = new_code_cell(
        "x = '<b>'", outputs=[new_output("stream", name="stdout", text="\x1b[31m<i>&\x1b[0m\n")]
    )
    html = to_html(new_notebook(cells=[cell]))
    assert "x = '&lt;b&gt;'" in html and ">&lt;i&gt;&amp;</pre>" in html


def test_a_result_behind_a_prediction_is_folded_and_notebook_only_cells_are_left_out():
    hidden = new_code_cell(
        "1", outputs=[new_output("stream", text="rahasia")], metadata={"tags": ["hasil-tertutup"]}
    )
    laptop = new_markdown_cell("Jalankan sel ini.", metadata={"tags": ["hanya-notebook"]})
    html = to_html(new_notebook(cells=[hidden, laptop]))
    assert re.search(r"<summary>Tampilkan hasil</summary><pre[^>]*>rahasia", html)
    assert "Jalankan sel ini" not in html


def test_a_link_to_another_lesson_leads_to_its_page():
    html = to_html(new_notebook(cells=[new_markdown_cell("[P3](03-mengukur.ipynb#skm)")]))
    assert '<a href="/pelajaran/mengukur#skm">P3</a>' in html


def test_the_normal_form_drops_counts_metadata_and_pictures():
    picture = new_output("display_data", {"image/png": "AAAA"})
    notebook = new_notebook(
        cells=[
            new_markdown_cell("# A  \n", id="judul"),
            new_code_cell("f()", id="gambar", outputs=[picture], metadata={"tags": ["nbval-ignore-output"]}, execution_count=7),
            new_code_cell("print(1)", id="angka", outputs=[new_output("stream", text="1\n")], metadata={"scrolled": True}, execution_count=9),
        ],
        metadata={"kernelspec": {"name": "conda-abc", "display_name": "x"}, "language_info": {"name": "python", "version": "3.9"}},
    )  # fmt: skip
    text = normal_form(notebook)
    again = nbformat.reads(text, as_version=4)
    assert normal_form(again) == text
    assert again.metadata == {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}, "language_info": {"name": "python"}}  # fmt: skip
    assert [cell.get("execution_count") for cell in again.cells[1:]] == [None, 1]
    assert again.cells[1].outputs == [] and again.cells[2].outputs[0].text == "1\n"
    assert again.cells[2].metadata == {}


def test_faults_of_a_notebook_are_told_in_words(tmp_path: Path):
    path = tmp_path / "02-x.ipynb"
    cells = [new_code_cell("!ls\n" + "a = 1\n" * 13, id="Sel1"), new_code_cell("print(1)", id="dua")]
    path.write_text(nbformat.writes(new_notebook(cells=cells)), encoding="utf-8")
    told = "\n".join(faults(path))
    assert 'Sel "Sel1" (ke-1): beri id yang terbaca, misalnya tebakan-loket.' in told
    assert "tulis dahulu satu sel teks tentang apa yang perlu dilihat." in told
    assert "14 baris, paling banyak 12." in told
    assert "tanpa perintah pemasangan atau perintah sistem." in told
    assert "Bentuknya belum baku. Jalankan: iku lesson format 02-x.ipynb" in told


def test_what_a_cell_prints_is_one_text_however_the_kernel_flushes_it(tmp_path: Path):
    code = "for piece in ('Ibu hamil:', '95,00'):\n    print(piece, end=' ', flush=True)"
    done = run_notebook(new_notebook(cells=[new_code_cell(code, id="spm")]), tmp_path)
    assert [output.text for output in done.cells[0].outputs] == ["Ibu hamil: 95,00 "]

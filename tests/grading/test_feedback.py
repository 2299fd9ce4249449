"""Feedback: what trainees are told is complete, in Indonesian, harmless, and never the key."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from grading.feedback.page import Answer, Shown, feedback_page
from grading.feedback.results import duration, mapping_of, results_for
from grading.feedback.writing import write_feedback
from grading.gradebook import Graded
from grading.results import BY_RUBRIC, PartResult, SubmissionResult

HOSTILE = "<script>document.title='diretas'</script><img src=x onerror=\"document.title='diretas'\">"


def graded(parts=(), *, note="", mended=(), waiting=(), late=0.0, penalty=0.0, score=None) -> Graded:
    total = sum(part.points for part in parts) if score is None else score
    full = sum(part.max for part in parts)
    result = SubmissionResult("p-1", "skm", total, full, "graded", "", 0.1, tuple(parts), note, tuple(mended))
    return Graded(
        result, "f", "a", "c", datetime(2026, 11, 25, 3, 42, tzinfo=UTC), late, penalty, tuple(waiting)
    )


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("correct", "good"),
        ("close", "warn"),
        ("partial", "warn"),
        ("wrong", "bad"),
        ("invalid", "bad"),
        ("empty", "none"),
        ("manual", "none"),
    ],
)
def test_every_verdict_has_one_of_four_kinds(status, kind):
    part = PartResult("b", "Bagian", 1.0, 2.0, "Pesan.", status, None, "Pelajaran 1")
    found = mapping_of(graded([part]))["parts"][0]
    assert found == {
        "id": "b",
        "title": "Bagian",
        "points": 1,
        "max": 2,
        "kind": kind,
        "waiting": False,
        "message": "Pesan.",
        "look": "Pelajaran 1",
    }


def test_the_note_says_what_was_mended_and_what_lateness_cost():
    late = graded(
        [], note="Nilai dari kiriman terbaik.", mended=["Sel tersalin dua kali."], late=7500, penalty=1.5
    )
    assert mapping_of(late)["note"] == (
        "Nilai dari kiriman terbaik. Sel tersalin dua kali. Terlambat 2 jam 5 menit, nilai dikurangi 1,5 poin."
    )
    assert mapping_of(graded([], late=30))["note"] == (
        "Terkirim 1 menit setelah batas waktu; nilai tidak dikurangi."
    )
    assert mapping_of(graded([]))["note"] == ""


def test_an_essay_that_waits_to_be_read_is_not_called_empty():
    essay = PartResult("a", "Esai", 0.0, 4.0, "Dinilai fasilitator.", "manual")
    blank = PartResult("b", "Esai lain", 0.0, 4.0, "Belum diisi.", "empty")
    found = mapping_of(graded([essay, blank], waiting=["a"]))
    assert found["parts"][0]["message"] == "Menunggu penilaian fasilitator."
    page = feedback_page("Latihan", found)
    assert re.findall(r'class="mark none">(.+?)<', page) == ["◌ menunggu", "◌ kosong"]


def test_the_half_that_a_person_gives_is_promised_only_until_it_is_given():
    card = PartResult("k", "Kartu", 2.0, 4.0, BY_RUBRIC, "partial")
    before = mapping_of(graded([card], waiting=["k"]))["parts"][0]["message"]
    assert before == f"{BY_RUBRIC} Menunggu penilaian fasilitator."
    assert mapping_of(graded([card]))["parts"][0]["message"] == ""


def test_a_part_that_waits_for_a_person_says_so():
    part = PartResult("b", "Bagian", 0.0, 4.0, "", "manual")
    assert (
        mapping_of(graded([part], waiting=["b"]))["parts"][0]["message"] == "Menunggu penilaian fasilitator."
    )


@pytest.mark.parametrize(("seconds", "words"), [(1, "1 menit"), (3600, "1 jam"), (90_000, "1 hari 1 jam")])
def test_durations_are_read_by_people(seconds, words):
    assert duration(seconds) == words


def test_points_and_times_are_in_indonesian_form():
    part = PartResult("b", "Bagian", 1.25, 2.5, "", "partial")
    page = feedback_page(
        "SKM", mapping_of(graded([part])), submitted_at=datetime(2026, 11, 25, 3, 42, tzinfo=UTC)
    )
    assert "<b>1,25</b> dari 2,5" in page
    assert "terkirim 25-11-2026 pukul 10.42 WIB" in page


def hostile_page() -> str:
    part = PartResult(
        HOSTILE, HOSTILE, 0.0, 2.0, f"{HOSTILE} [klik](javascript:alert(1)) **tebal**", "wrong", None, HOSTILE
    )
    work = [Answer(HOSTILE, (Shown(HOSTILE), Shown(image='"><script>1</script>'), Shown("z" * 50_000)))]
    return feedback_page(HOSTILE, mapping_of(graded([part], note=HOSTILE)), work=work)


def test_nothing_that_people_typed_becomes_markup():
    page = hostile_page()
    assert "<script" not in page
    assert "<img" not in page
    assert 'href="' not in page
    assert "<strong>tebal</strong>" in page
    assert "z" * 10_001 not in page


@pytest.mark.browser
def test_a_browser_obeys_nothing_on_a_hostile_page(tmp_path):
    from playwright.sync_api import sync_playwright

    file = tmp_path / "umpan.html"
    file.write_text(hostile_page(), encoding="utf-8")
    asked: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(file.as_uri())
        page.get_by_text("Jawaban Anda").click()
        page.wait_for_load_state("load")
        assert page.evaluate("document.title") != "diretas"
        assert page.evaluate("document.scripts.length") == 0
        browser.close()
    assert asked == [file.as_uri()]


def test_a_course_without_gradebook_has_no_results(tmp_path):
    assert results_for(tmp_path, "p-1", "skm") is None
    assert write_feedback(tmp_path) == []

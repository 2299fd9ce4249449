"""The glossary of the class: a page for everyone, and words of lessons that lead to it at their first use."""

from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt

from workshop.glossary import glossary
from workshop.glossary_links import link_terms
from workshop.lessons import list_lessons, render_lesson


def linked(*cells: str) -> list[tuple[str, str]]:
    """(anchor, word) of the links that the text cells of one page get."""
    markdown, seen, found = MarkdownIt("commonmark").enable("table"), set(), []
    for cell in cells:
        tokens = markdown.parse(cell)
        link_terms(tokens, seen)
        html = markdown.renderer.render(tokens, markdown.options, {})
        assert re.sub(
            r'<a href="/glosarium#[a-z0-9-]+" class="istilah">(.*?)</a>', r"\1", html
        ) == markdown.render(cell)
        found += re.findall(r'<a href="/glosarium#([a-z0-9-]+)" class="istilah">(.*?)</a>', html)
    return found


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["Bobot dan bobot lagi."], [("bobot", "Bobot")]),
        (["Satu bobot.", "Lalu bobot itu."], [("bobot", "bobot")]),
        (["SKM atau Survei Kepuasan Masyarakat"], [("survei-kepuasan-masyarakat", "SKM")]),
        (["Indikator kinerja utama"], [("indikator-kinerja-utama", "Indikator kinerja utama")]),
        (["**Capaian**: tercapai."], [("capaian", "Capaian")]),
        (["| bobot |\n|---|\n| 20 |"], [("bobot", "bobot")]),
        (["## Bobot\n\n`bobot` dan [bobot](x)"], []),
        (["Iku itu skm."], []),
        (["NIK warga dan PK."], []),
        (["Dinas itu menilai pegawai."], []),
        (["berbobot, bobotnya, sub-bobot"], []),
    ],
)
def test_the_first_use_of_a_term_leads_to_its_meaning(cells: list[str], expected: list[tuple[str, str]]):
    assert linked(*cells) == expected


def test_every_link_of_a_lesson_arrives(room):
    page = room.browser().see("/glosarium").text
    for lesson in list_lessons()[:2]:
        html = render_lesson(lesson, room.workshop.folder.cache)
        anchors = re.findall(r'href="/glosarium#([a-z0-9-]+)"', html)
        assert len(anchors) == len(set(anchors)) >= 1
        assert [anchor for anchor in anchors if f'id="{anchor}"' not in page] == []


def test_the_page_tells_every_term_with_its_basis_to_anyone_in_the_room(room):
    page = room.browser().see("/glosarium")
    assert page.status_code == 200
    assert [term.name for term in glossary() if f'id="{term.anchor}"' not in page.text] == []
    assert len({term.anchor for term in glossary()}) == len(glossary())
    assert "Dasar: " in page.text and "(belum terverifikasi)" in page.text


def test_the_pages_of_a_class_lead_to_the_glossary(room):
    trainee, desk = room.trainee("Peserta Glosarium"), room.desk()
    render_lesson(
        list_lessons()[0], room.workshop.folder.cache
    )  # else the page says that it is being prepared
    for path in ("/kelas", "/pelajaran/membaca-angka", "/latihan/menulis-angka/1"):
        assert 'href="/glosarium"' in trainee.see(path).text, path
    assert 'href="/glosarium"' in desk.see("/meja").text

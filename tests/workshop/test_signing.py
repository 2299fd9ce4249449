"""Daftar hadir on paper: everybody expected has a line, and there is room for those who come unannounced."""

from __future__ import annotations

import re

import pytest

from workshop.recap.signing import attendance_sheet, rows

PAGE = re.compile(rb"/Type /Page\b(?!s)")


@pytest.mark.parametrize(("expected", "lines"), [(0, 30), (1, 30), (20, 30), (25, 35), (60, 70)])
def test_a_whole_class_can_sign_and_ten_more(expected: int, lines: int):
    made = rows([(f"Peserta {n}", "Dinas Kesehatan") for n in range(expected)])
    assert [number for number, _, _ in made] == [str(n) for n in range(1, lines + 1)]
    assert sum(bool(name) for _, name, _ in made) == expected


def test_names_that_look_like_markup_are_printed_as_they_are():
    """reportlab would refuse, or format by, tags in a name."""
    sheet = attendance_sheet([("<b>Tebal", "A & B <C>"), ("=SUM(1)", "</para>")], "KTR472")
    assert sheet.startswith(b"%PDF")


def test_thirty_lines_fit_on_one_page_and_more_go_on():
    assert len(PAGE.findall(attendance_sheet([], "KTR472"))) == 1
    assert len(PAGE.findall(attendance_sheet([("Nama", "Unit")] * 60, "KTR472"))) == 3

"""What no source confirmed is never told as law: wherever the course speaks of it, the same page says so.

The list follows the marks of the project's reference of regulations; the words that count as a mark are few.
"""

from __future__ import annotations

import re

import pytest

from workshop.course_texts import course_texts

MARKED = re.compile(r"belum (?:ter)?(?:verifikasi|diperiksa)|tafsir|kebiasaan|asumsi", re.I)
UNVERIFIED = {
    "sample table as part of the survey rule": r"Krejcie",
    "150 respondents": r"150 responden",
    "weight 0,11 as printed": r"bobot (?:yang )?(?:dibulatkan|0,11)|Satu survei, tiga nilai",
    "five tests of an indicator": r"PER/09/M\.PAN",
    "cascade of performance": r"89/2021",
    "contents and deadlines of agreement and report": r"53/2014|29/2014",
    "one behaviour rating": r"menilainya sekaligus",
    "lower limits of the old scheme": r"PP 30/2019",
    "pattern of predicates": r"[Pp]ola distribusi|Sebaran predikat",
    "traffic light": r"KMK 467/2014",
    "weights of perspectives": r"25/15/30/30|25, 15, 30",
    "school committee": r"75/2016",
    "ages of child deaths": r"0–28|0–59",
    "participation of school age": r"[Aa]ngka partisipasi sekolah 7–12",
    "index of minimum service": r"59/2021|80/20|Indeks SPM",
    "roles in Satu Data": r"walidata memeriksa",
    "articles on public information": r"UU 14/2008",
}


def pages() -> dict[str, str]:
    """Everything that belongs together on one page: the slides of a module count one by one."""
    whole: dict[str, str] = {}
    for place, text in course_texts():
        if not place.startswith("docs/") and place != "course/glosarium.toml":
            page = re.sub(r"^course/exercises/([\w-]+)/prompt.md$", r"exercises/\1", place)
            whole[page] = f"{whole.get(page, '')}\n{text}"
    return whole


@pytest.mark.parametrize("item", UNVERIFIED, ids=lambda item: item)
def test_what_is_not_verified_is_marked_where_it_is_told(item: str):
    told = {place: text for place, text in pages().items() if re.search(UNVERIFIED[item], text)}
    assert told, f"nothing in the course speaks of it: {UNVERIFIED[item]}"
    assert [place for place, text in told.items() if not MARKED.search(text)] == []

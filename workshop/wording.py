"""What a careful reader notices in a text: long sentences, spelling, words to avoid, numbers, abbreviations."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from workshop.glossary import glossary
from workshop.paths import COURSE

FILE = COURSE / "bahasa.toml"
_FENCE = re.compile(r"^```.*?^```", re.M | re.S)
_CODE = re.compile(r"`[^`]*`")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|https?://\S+")
_QUOTED = re.compile(r"\"[^\"\n]*\"|“[^”\n]*”|^>.*$", re.M)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[.!?][\"”])\s+|\n\s*\n|\n(?=\s*(?:[-*#|>]|\d+\.))|\|")
_WORD = re.compile(r"[\w'’-]*[a-zA-Z][\w'’-]*")
_SHORT = re.compile(r"\b[A-Z][A-Za-z]?[A-Z]{1,}\b")
_DECIMAL_POINT = re.compile(r"(?<![\w./,])\d+\.(?:\d{1,2}|\d{4,})(?![\w./,]*\d)")
_NO_ABBREVIATION = re.compile(r"AA|BB|CC|[IVX]+")  # categories of AKIP, Roman numerals
_CLOCK = re.compile(r"(?:[01]?\d|2[0-4])\.[0-5]\d")


@dataclass(frozen=True)
class Remark:
    """One remark: ``rule`` is its id, ``found`` the text, ``advice`` what to do (Indonesian)."""

    rule: str
    found: str
    advice: str


@functools.cache
def rules_of_language() -> Mapping[str, Any]:
    """``course/bahasa.toml``: spelling, words to avoid, abbreviations that need no expansion, limits."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def remarks(markdown: str) -> list[Remark]:
    """All remarks on an Indonesian text; code, links and (for words to avoid) quotations are left out."""
    text = plain(markdown)
    return [*_long(text), *_spelling(text), *_avoid(text), *_numbers(text), *_abbreviations(text)]


def plain(markdown: str) -> str:
    """The words of a text: code is left out, a link is its own words."""
    return _LINK.sub(lambda link: link[1] or "", _CODE.sub("kode", _FENCE.sub("", markdown)))


def sentences(text: str) -> list[str]:
    """Sentences, list items and table cells of a text."""
    return [part.strip() for part in _SENTENCE.split(text) if _WORD.search(part)]


def words(text: str) -> int:
    """How many words a text has; numbers do not count."""
    return len(_WORD.findall(text))


def _long(text: str) -> Iterator[Remark]:
    limit = rules_of_language()["paling_panjang"]
    for sentence in sentences(text):
        if (count := words(sentence)) > limit:
            start = " ".join(sentence.split()[:8])
            yield Remark(
                "long-sentence", f"{start} …", f"{count} kata; bagi menjadi kalimat di bawah {limit} kata."
            )


def _spelling(text: str) -> Iterator[Remark]:
    for wrong, right in rules_of_language()["ejaan"].items():
        if re.search(rf"(?<![\w-]){re.escape(wrong)}(?![\w-])", text, re.I):
            yield Remark("spelling", wrong, f'Tulis "{right}".')


def _avoid(text: str) -> Iterator[Remark]:
    own = _QUOTED.sub("", text)
    for word, advice in rules_of_language()["hindari"].items():
        if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", own, re.I):
            yield Remark("avoid", word, f"Ganti: {advice}.")


def _numbers(text: str) -> Iterator[Remark]:
    for match in _DECIMAL_POINT.finditer(text):
        if not _CLOCK.fullmatch(match[0]):
            yield Remark("decimal-point", match[0], "Pakai koma untuk desimal.")
    for match in re.finditer(r"\d%", text):
        yield Remark("percent-space", match[0], "Beri spasi tak putus di depan %.")
    if "!" in _QUOTED.sub("", text):
        yield Remark("exclamation", "!", "Tanpa tanda seru.")


def _abbreviations(text: str) -> Iterator[Remark]:
    known = {word for term in glossary() for word in term.words} | set(rules_of_language()["singkatan"])
    for short in sorted(set(_SHORT.findall(text))):
        if short not in known and f"({short})" not in text and not _NO_ABBREVIATION.fullmatch(short):
            yield Remark(
                "abbreviation",
                short,
                "Tulis kepanjangannya pada pemakaian pertama, atau tambah ke glosarium.",
            )

"""The glossary: one term, one name in code, one plain meaning; the source of the reference page."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass

from workshop.paths import COURSE

FILE = COURSE / "glosarium.toml"


@dataclass(frozen=True)
class Term:
    """One term: ``others`` are its synonyms and abbreviations, ``rule`` the rule file behind it, if any."""

    name: str
    id: str
    meaning: str
    others: tuple[str, ...] = ()
    rule: str = ""
    basis: str = ""
    linked: bool = True  # whether lessons lead to it; an everyday word needs no explanation at its first use

    @property
    def anchor(self) -> str:
        """Its place on the glossary's page."""
        return re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-")

    @property
    def words(self) -> tuple[str, ...]:
        """Every spelling of the term."""
        return (self.name, *self.others)


@functools.cache
def glossary() -> tuple[Term, ...]:
    """All terms, in the order of the alphabet."""
    raw = tomllib.loads(FILE.read_text(encoding="utf-8"))["istilah"]
    terms = [
        Term(
            name=item["nama"],
            id=item["id"],
            meaning=item["arti"],
            others=tuple(item.get("lain", ())),
            rule=item.get("aturan", ""),
            basis=item.get("dasar", ""),
            linked=item.get("tautkan", True),
        )
        for item in raw
    ]
    return tuple(sorted(terms, key=lambda term: term.name.lower()))


def glossary_page() -> str:
    """``docs/reference/glosarium.md``: the terms with their meaning, code name and regulation."""
    lines = [
        "# Glosarium",
        "",
        "Satu istilah, satu nama di kode, satu arti. Ditulis dari `course/glosarium.toml` dengan "
        "`python -m workshop.reference`.",
        "",
        "Kata yang sama dapat berbeda arti menurut peraturannya. *Baik* pada SKM, AKIP, dan predikat pegawai "
        "bukan hal yang sama; mutu A menurut SKM bukan kategori A menurut AKIP; APS dapat berarti angka "
        "partisipasi sekolah atau angka putus sekolah; PK dapat berarti Perjanjian Kinerja atau perilaku kerja. "
        "Sebutkan selalu peraturannya.",
        "",
        "| istilah | arti | nama di kode | dasar |",
        "|---|---|---|---|",
    ]
    for term in glossary():
        also = f" ({', '.join(term.others)})" if term.others else ""
        code = ", ".join(f"`{name}`" for name in term.id.split(", "))
        basis = f"[{term.rule}](aturan/{term.rule}.md)" if term.rule else term.basis
        lines.append(f"| **{term.name}**{also} | {term.meaning} | {code} | {basis} |")
    return "\n".join(lines) + "\n"

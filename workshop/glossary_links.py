"""The first time a page uses a term of the glossary, the word leads to its meaning."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from markdown_it.token import Token

from workshop.glossary import Term, glossary
from workshop.wording import rules_of_language

PAGE = "/glosarium"
CLASS = "istilah"


def link_terms(tokens: list[Token], seen: set[str]) -> None:
    """Turn first uses of terms into links, in place; ``seen`` holds the terms that the page already linked.

    Headings, code and text that is a link already are left alone.
    """
    for nth, token in enumerate(tokens):
        if token.type == "inline" and token.children and tokens[nth - 1].type != "heading_open":
            token.children = list(_linked(token.children, seen))


def _linked(children: list[Token], seen: set[str]) -> Iterator[Token]:
    inside = 0
    for child in children:
        inside += (child.type == "link_open") - (child.type == "link_close")
        if child.type == "text" and not inside:
            yield from _pieces(child, seen)
        else:
            yield child


def _pieces(text: Token, seen: set[str]) -> Iterator[Token]:
    done = 0
    for match in _pattern().finditer(text.content):
        term = _terms()[_key(match[0])]
        if term.anchor in seen:
            continue
        seen.add(term.anchor)
        yield _text(text.content[done : match.start()])
        yield Token("link_open", "a", 1, attrs={"href": f"{PAGE}#{term.anchor}", "class": CLASS})
        yield _text(match[0])
        yield Token("link_close", "a", -1)
        done = match.end()
    yield _text(text.content[done:])


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _key(word: str) -> str:
    """How a spelling is looked up: abbreviations as they stand, words in small letters."""
    return word if word.isupper() else word.lower()


@functools.cache
def _terms() -> dict[str, Term]:
    """Spelling -> term; everyday words and abbreviations with a second meaning are not linked."""
    ambiguous = set(rules_of_language()["singkatan"])
    return {
        _key(word): term
        for term in glossary()
        if term.linked
        for word in term.words
        if "," not in word and len(word) > 2 and word not in ambiguous
    }


@functools.cache
def _pattern() -> re.Pattern[str]:
    """Any spelling as a whole word, longest first; words may begin a sentence, abbreviations keep their letters."""
    longest_first = sorted(_terms(), key=len, reverse=True)
    words = "|".join(
        re.escape(word) if word.isupper() else f"(?i:{re.escape(word)})" for word in longest_first
    )
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])")

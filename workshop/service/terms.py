"""The glossary of the class: open to everyone in the room, also to guests."""

from __future__ import annotations

from itertools import groupby

from kpi_sim import list_rules
from workshop.glossary import glossary
from workshop.service.pages import Page


class Glossary(Page):
    """All terms by letter, each with its meaning and the rule behind it."""

    async def get(self) -> None:
        letters = [
            (letter, list(terms)) for letter, terms in groupby(glossary(), lambda term: term.name[0].upper())
        ]
        self.page("glosarium.html", letters=letters, rules={rule.id: rule for rule in list_rules()})

"""Whether one device may have filled the box of a poll without sign-in: counted to tell the desk, not to judge."""

from __future__ import annotations

from collections import Counter, defaultdict

# asumsi: phones of a family or an office behind one router are fewer; below it nothing is said
STANDS_OUT = 5


class Ballots:
    """How many guests of each address answered a poll since the class was started.

    A whole hall may sit behind one address, so no vote is refused for it. Addresses stay in memory and are not shown.
    """

    def __init__(self) -> None:
        self._by_address: defaultdict[int, Counter[str]] = defaultdict(Counter)

    def count(self, poll: int, address: str) -> None:
        """A guest's first answer to this poll."""
        self._by_address[poll][address] += 1

    def most_from_one(self, poll: int) -> tuple[int, int]:
        """(answers from the address with most, answers from all); zeros where none stands out."""
        counted = self._by_address[poll]
        most = max(counted.values(), default=0)
        return (most, counted.total()) if most > STANDS_OUT else (0, 0)

"""Where a score or a review is written: the format by the ending of the file."""

from __future__ import annotations

from pathlib import Path

from workshop import simulation
from workshop.workbook.errors import OutputFormatError, SameFileError
from workshop.workbook.review import Review
from workshop.workbook.scoring import UnitScore

FORMATS = (".xlsx", ".pdf")


def check_result(out: Path | None, source: Path) -> None:
    """Refuse, before anything is read, a place that cannot or must not be written.

    Raises:
        OutputFormatError, OutputFolderError; SameFileError: the dinas's own file would be overwritten.
    """
    if out is None:
        return
    if out.suffix.lower() not in FORMATS:
        raise OutputFormatError(suffix=out.suffix or "(tanpa akhiran)", formats=" atau ".join(FORMATS))
    simulation.check_output(out)
    if out.resolve() == source.resolve():
        raise SameFileError(file=out)


def write_score(score: UnitScore, out: Path) -> None:
    """Write the score with its charts."""
    if out.suffix.lower() == ".pdf":
        from workshop.workbook.paper import score_paper

        score_paper(score, out)
    else:
        from workshop.workbook.book import score_book

        score_book(score, out)


def write_review(review: Review, out: Path) -> None:
    """Write the findings."""
    if out.suffix.lower() == ".pdf":
        from workshop.workbook.paper import review_paper

        review_paper(review, out)
    else:
        from workshop.workbook.book import review_book

        review_book(review, out)

"""A dinas's own workbook: the template, reading what was filled in, scoring it, reviewing its indicators.

``read_unit`` reads an .xlsx (the template, or a table of a Perjanjian Kinerja or LKjIP) or a .toml of cards and tells
every fault at once; ``score_unit`` and ``review_unit`` work on what was read and never on the file.
"""

from workshop.workbook.review import Review, review_unit
from workshop.workbook.scoring import UnitScore, score_unit
from workshop.workbook.template import write_template
from workshop.workbook.unit import UnitBook, read_unit

__all__ = ["Review", "UnitBook", "UnitScore", "read_unit", "review_unit", "score_unit", "write_template"]

"""The recap of a class: who was there, who earned what, which items were hard, and why.

``collect`` reads a class folder (or any nbgrader course folder) into plain rows; ``write_recap`` writes them as
xlsx, pdf or csv; ``write_together`` writes several classes as one, without names. Text that people typed can never become a formula in a spreadsheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workshop.errors import FormatError, TogetherFormatError
from workshop.progress import Told
from workshop.recap.collect import Recap, collect

if TYPE_CHECKING:
    from workshop.recap.together import Together

__all__ = ["Recap", "collect", "write_recap", "write_together"]


def write_recap(class_dir: Path, out: Path, *, told: Told | None = None) -> Recap:
    """Write the recap of ``class_dir`` in the format of ``out``'s ending; gives what was written.

    ``told`` hears how many of how many parts are written (xlsx and pdf; a csv is there at once).

    Raises:
        FormatError: the ending is not .xlsx, .pdf or .csv.
        NotAClassFolderError: ``class_dir`` holds no class.
    """
    suffix = out.suffix.lower()
    if suffix not in (".xlsx", ".pdf", ".csv"):
        raise FormatError(suffix=out.suffix or "(tanpa akhiran)")
    recap = collect(class_dir)
    out.parent.mkdir(parents=True, exist_ok=True)
    if suffix == ".xlsx":
        from workshop.recap.workbook import write_workbook

        write_workbook(recap, out, told)
    elif suffix == ".pdf":
        from workshop.recap.paper import write_paper

        write_paper(recap, out, told)
    else:
        from workshop.recap.table import write_table

        write_table(recap, out)
    return recap


def write_together(classes: Sequence[Path], out: Path, *, told: Told | None = None) -> Together:
    """Write what several classes (folders or backups) did as one workbook without names; gives what was written.

    ``told`` hears how many of how many classes are read.

    Raises:
        TogetherFormatError: the ending is not .xlsx.
        SameClassError: a class is there twice.
    """
    if out.suffix.lower() != ".xlsx":
        raise TogetherFormatError(suffix=out.suffix or "(tanpa akhiran)")
    from workshop.recap.together import together
    from workshop.recap.together_workbook import write_together as write

    found = together(classes, told)
    out.parent.mkdir(parents=True, exist_ok=True)
    write(found, out)
    return found

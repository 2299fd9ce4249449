"""The recap of a class: who was there, who earned what, which items were hard, and why.

``collect`` reads a class folder (or any nbgrader course folder) into plain rows; ``write_recap`` writes them as
xlsx, pdf or csv. Text that people typed can never become a formula in a spreadsheet.
"""

from __future__ import annotations

from pathlib import Path

from workshop.errors import FormatError
from workshop.progress import Told
from workshop.recap.collect import Recap, collect

__all__ = ["Recap", "collect", "write_recap"]


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

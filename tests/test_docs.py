"""Documentation that can be trusted: links lead somewhere, code runs, pages written from data are current."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

import kpi_sim
from workshop.cli import COMMANDS
from workshop.glossary import glossary
from workshop.reference import pages

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(
    [
        *ROOT.glob("docs/**/*.md"),
        *ROOT.glob("*.md"),
        *ROOT.glob("datasets/*.md"),
        *ROOT.glob("course/**/*.md"),
    ]
)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```python\n(.*?)^```", re.M | re.S)


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _headings(path: Path) -> set[str]:
    """Anchors of a page as GitHub makes them."""
    titles = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_lead_to_files_and_headings_that_exist(page: Path):
    broken = []
    for target in LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8"))):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        name, _, anchor = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        if not file.exists() or (anchor and file.suffix == ".md" and anchor not in _headings(file)):
            broken.append(target)
    assert not broken


def test_every_picture_is_shown_somewhere_and_opens_quickly():
    pictures = {path.resolve() for path in ROOT.glob("docs/gambar/*.png")}
    shown = {
        (page.parent / name).resolve()
        for page in PAGES
        for name in LINK.findall(page.read_text(encoding="utf-8"))
        if name.endswith(".png")
    }
    assert pictures and pictures <= shown
    assert [path.name for path in pictures if path.stat().st_size >= 150_000] == []


@pytest.mark.parametrize(
    "page", [p for p in PAGES if "tutorial" in p.parts and FENCE.search(p.read_text("utf-8"))], ids=_name
)
def test_python_of_a_tutorial_runs_from_top_to_bottom(page: Path):
    names: dict[str, object] = {}
    for block in FENCE.findall(page.read_text(encoding="utf-8")):
        exec(compile(block, str(page), "exec"), names)  # noqa: S102 - our own pages


@pytest.mark.parametrize("name", sorted(pages()))
def test_pages_written_from_data_are_current(name: str):
    assert (ROOT / name).read_text(encoding="utf-8") == pages()[name], "python -m workshop.reference"


def test_every_command_and_option_is_named_on_the_page_of_commands():
    text = (ROOT / "docs" / "reference" / "perintah.md").read_text(encoding="utf-8")
    missing = [f"iku {name}" for name in COMMANDS if f"## iku {name}\n" not in text]
    grade = importlib.import_module(COMMANDS["grade"][0]).command
    missing += [
        opt
        for option in grade.params
        for opt in option.opts
        if opt.startswith("--") and f"`{opt}" not in text
    ]
    assert not missing


def test_every_page_can_be_reached_from_the_index():
    seen: set[Path] = set()
    waiting = [ROOT / "docs" / "index.md"]
    while waiting:
        page = waiting.pop()
        seen.add(page)
        targets = [
            (page.parent / t.partition("#")[0]).resolve()
            for t in LINK.findall(page.read_text(encoding="utf-8"))
            if "://" not in t
        ]
        waiting += [t for t in targets if t.suffix == ".md" and t.is_file() and t not in seen]
    lost = [_name(page) for page in PAGES if "docs" in page.parts and page not in seen]
    assert not lost


def test_terms_of_the_glossary_have_one_meaning_and_a_basis():
    names = [word.lower() for term in glossary() for word in term.words]
    assert len(names) == len(set(names))
    rules = {info.id for info in kpi_sim.list_rules()}
    for term in glossary():
        assert term.meaning.endswith(".") and len(term.meaning.split()) <= 30, term.name
        assert term.rule in rules if term.rule else term.basis, term.name

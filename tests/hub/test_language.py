"""JupyterLab's words: ours over those of the pack, whole and in a form that JupyterLab reads."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from workshop.hub import language

OURS = json.loads(language.OURS.read_text(encoding="utf-8"))
STATIC = Path(sys.prefix, "share/jupyter/lab/static")
ASKED = re.compile(r'\.(__|_n)\(\s*"((?:[^"\\]|\\.)*)"')  # one form, or one form and its plural
# what a trainee meets on the way: running, saving, closing, a kernel that ends, the menu of the right button
ON_THE_WAY = (
    "Clear Cell Output",
    "Close without saving",
    "Connecting",
    "Copy Output to Clipboard",
    "Cut this cell",
    "Dead",
    "Delete this cell",
    "Disconnected",
    "Error Starting Kernel",
    "File Changed",
    "Kernel '%1' for '%2' is still initializing. You can run code cells when the kernel has initialized.",
    "Ln %1, Col %2",
    "No Kernel",
    "Restart Kernel?",
    "Run this cell and advance",
    "Select Kernel",
    "Server Connection Error",
    "Some changes have not been saved. Continue without saving?",
    "The kernel for %1 appears to have died. It will restart automatically.",
    "Unknown",
)


@pytest.fixture(scope="module")
def asked() -> dict[str, set[str]]:
    """How the installed JupyterLab asks for each of its texts: ``__`` (one form), ``_n`` (with a plural) or both."""
    found: dict[str, set[str]] = {}
    for file in STATIC.glob("*.js"):
        for way, text in ASKED.findall(file.read_text(encoding="utf-8")):
            found.setdefault(text, set()).add(way)
    return found


def test_our_words_lie_over_those_of_the_pack_and_the_rest_stays(tmp_path: Path):
    pack = json.loads(language.pack_file().read_text(encoding="utf-8"))  # type: ignore[union-attr]
    words = json.loads(language.write_words(tmp_path).read_text(encoding="utf-8"))  # type: ignore[union-attr]
    assert words["Run All Cells"] == ["Jalankan Semua Sel"] != pack["Run All Cells"]
    assert words[""] == pack[""]
    assert set(words) == set(pack) | set(OURS)
    assert all(isinstance(said, list) and said for text, said in words.items() if text)


def test_a_translation_keeps_the_places_of_its_values():
    for text, said in OURS.items():
        for one in said if isinstance(said, list) else [said]:
            assert sorted(re.findall(r"%\d", text)) == sorted(re.findall(r"%\d", one)), text
            assert text.endswith("…") == one.endswith("…"), text


def test_a_text_with_a_plural_has_two_forms_and_any_other_one(asked: dict[str, set[str]]):
    """JupyterLab shows its English text where the number of forms is another than it asks for."""
    for text, said in OURS.items():
        ways = asked.get(json.dumps(text, ensure_ascii=False)[1:-1])
        if ways and len(ways) == 1:
            assert isinstance(said, list) == (ways == {"_n"}), text


def test_what_a_trainee_meets_is_in_indonesian(asked: dict[str, set[str]], tmp_path: Path):
    words = json.loads(language.write_words(tmp_path).read_text(encoding="utf-8"))  # type: ignore[union-attr]
    for text in ON_THE_WAY:
        assert text in asked, f"JupyterLab no longer says this: {text}"
        assert words.get(text, [text])[0] != text, text

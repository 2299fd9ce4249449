"""JupyterLab's words: ours over those of the pack, whole and in a form that JupyterLab reads."""

from __future__ import annotations

import json
import re
from pathlib import Path

from workshop.hub import language

OURS = json.loads(language.OURS.read_text(encoding="utf-8"))


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

"""What click says by itself reaches nobody in English."""

from __future__ import annotations

import re

import pytest

from workshop import cli, click_words

ENGLISH = re.compile(
    r"\b(Missing|Invalid|usage|Usage|Options|Commands|Show|No such|Got|is not|does not|requires)\b"
)


def said(capsys, *arguments: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as end:
        cli.main(list(arguments))
    out = capsys.readouterr()
    return end.value.code, out.out + out.err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["exercise", "build"], "Belum diisi: 'IDS...'."),
        (
            ["exercise", "check", "--variants", "0"],
            "Isian '--variants' tidak sesuai: 0 di luar batas 1<=x<=1000.",
        ),
        (
            ["exercise", "check", "--variants", "banyak"],
            "Isian '--variants' tidak sesuai: 'banyak' bukan bilangan yang dapat dibaca.",
        ),
        (["exercise", "check", "--varian", "3"], "Pilihan '--varian' tidak ada."),
        (["exercise", "new", "x", "--module"], "Pilihan '--module' memerlukan isian."),
        (
            ["exercise", "new", "x", "--module", "M99"],
            "Isian '--module' tidak sesuai: 'M99' tidak dikenal. Pilih salah satu: 'M0', 'M1'",
        ),
        (["exercise", "periksa"], "Perintah 'periksa' tidak ada."),
        (["exercise", "list", "lebih"], "Isian ini tidak dikenal: lebih"),
        (
            ["exercise", "list", "--exercises", "tidak/ada"],
            "Isian '--exercises' tidak sesuai: Folder 'tidak/ada' tidak ada.",
        ),
    ],
)
def test_wrong_use_is_told_in_indonesian(capsys, arguments, sentence):
    code, text = said(capsys, *arguments)
    assert code == 2
    assert sentence in text
    assert not ENGLISH.search(text)


@pytest.mark.parametrize(
    "arguments", [[], ["exercise"], ["exercise", "check"], ["exercise", "preview"]], ids=" ".join
)
def test_help_pages_have_indonesian_headings(capsys, arguments):
    code, text = said(capsys, *arguments, "--help")
    assert code == 0
    assert text.startswith("Pemakaian: iku")
    assert "Menampilkan halaman ini." in text
    assert not ENGLISH.search(text)


def test_every_word_is_one_that_click_still_says():
    import inspect

    source = "".join(inspect.getsource(module) for module in click_words.MODULES)
    flat = re.sub(r'"\s*"', "", source).replace("\\n", "\n").replace("\\t", "\t")
    missing = [text for text in [*click_words.WORDS, *click_words.COUNTED] if text not in flat]
    assert not missing

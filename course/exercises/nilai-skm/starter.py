import pandas as pd


def nilai_skm(jawaban, unsur):
    """Nilai SKM pada skala 25-100 dari tabel jawaban; None bila ada unsur tanpa satu jawaban pun."""
    ...

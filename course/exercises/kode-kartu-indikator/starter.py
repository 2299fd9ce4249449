def persen(pembilang, penyebut):
    """Bagian dari seluruhnya dalam persen; None bila tidak dapat dihitung."""
    ...


def target_bertahap(baseline, akhir, tahun):
    """Target tiap tahun, sama besar langkahnya; yang terakhir tepat target akhir."""
    ...

def aki(kasus, kelahiran):
    """Kematian ibu per 100.000 kelahiran hidup; None bila tidak ada kelahiran."""
    ...


def gabung_tahun(tabel):
    """AKI gabungan dari kolom kasus dan kelahiran; tahun yang belum lengkap tidak ikut."""
    ...


def batas_poisson(kasus):
    """Batas eksak 95 % untuk jumlah kasus: [bawah, atas]."""
    ...

def n_gain(pretes, postes):
    """Kenaikan dibagi ruang yang tersisa; None bila tidak dapat dihitung."""
    ...


def capaian(realisasi, target, polaritas):
    """Capaian dalam persen, dari 0 sampai 120; None bila targetnya nol."""
    ...


def nilai_gabungan(kartu):
    """Rata-rata berbobot dari kolom capaian (dibatasi 120) dan bobot; baris kosong tidak ikut."""
    ...

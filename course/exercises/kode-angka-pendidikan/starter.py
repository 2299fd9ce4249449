def apm(usia_resmi, penduduk):
    """Angka Partisipasi Murni dalam persen; None bila penduduknya nol."""
    ...


def gabung_wilayah(tabel):
    """Persen gabungan dari kolom pembilang dan penyebut; baris yang belum lengkap tidak ikut."""
    ...


def efek(sekolah):
    """Kenaikan rata-rata yang dilatih dikurangi kenaikan pembanding; None bila satu kelompok tidak ada."""
    ...

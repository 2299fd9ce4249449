"""Awal fungsi latihan waktu dan kepuasan."""


def tepat_waktu(register, batas):
    """Persen berkas tepat waktu; berkas terbuka yang lewat batas ikut penyebut. None bila tidak ada."""
    ...


def nilai_tengah(lama):
    """Median daftar bilangan; None bila daftarnya kosong."""
    ...


def persentil(lama, bagian):
    """Nilai pada peringkat terdekat ke-`bagian` persen; None bila daftarnya kosong."""
    ...


def nrr(jawaban):
    """Rata-rata jawaban yang terisi (None berarti tidak menjawab); None bila tidak ada jawaban."""
    ...

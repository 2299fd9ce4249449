"""Awal fungsi latihan capaian."""


def capaian(realisasi, target, polaritas, batas):
    """Capaian dalam persen untuk "maks" atau "min"; None bila tidak dapat dihitung."""
    ...


def gabung_periode(realisasi, target, aturan):
    """Capaian gabungan menurut aturan "jumlah" atau "terakhir"; None bila satu realisasi belum ada."""
    ...


def nhk(capaian, k3):
    """Nilai hasil kerja individu dari daftar capaian dan daftar mutu k3."""
    ...

def baris_ganda(register):
    """Daftar nomor baris yang kodenya sudah muncul di baris sebelumnya."""
    ...


def bersihkan(register):
    """Tabel baru: hari dalam satuan hari, dan kolom catatan yang menjelaskan tiap cacat."""
    ...


def rata_rata_hari(bersih):
    """Rata-rata hari tanpa baris ganda dan kosong; None bila tidak ada baris yang layak."""
    ...

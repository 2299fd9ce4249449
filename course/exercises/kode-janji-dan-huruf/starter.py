def kekurangan(target, bagian):
    """Target dikurangi jumlah bagian; None bila satu bagian belum diketahui."""
    ...


def kategori_akip(nilai):
    """Huruf AKIP sebuah nilai 0-100; ujung atas tiap rentang termasuk di dalamnya."""
    ...

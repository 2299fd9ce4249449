from math import exp, sqrt


def bagian_memakai(p, q, t):
    """Persen pegawai yang memakai pada waktu t menurut kurva Bass."""
    ...


def batas_bawah(peluang, berkas):
    """Peluang dikurangi tiga simpangan baku, dalam persen; paling rendah 0, None bila tanpa berkas."""
    ...

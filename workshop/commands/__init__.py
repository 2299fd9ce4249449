"""One module per ``iku`` command; each offers a click command or group named ``command``."""

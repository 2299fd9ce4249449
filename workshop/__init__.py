"""Runs a class: the ``iku`` command line, the class service, the simulators' server, demo and recap."""

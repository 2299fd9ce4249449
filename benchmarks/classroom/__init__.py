"""What ``benchmarks/class.py`` and the test of sudden deaths share: a running class, its people, and its processes.

Everything is real: ``iku workshop`` as a process of its own, phones and JupyterLab users over HTTP and websockets
through the front door, SIGKILL. Clients share the cores with the class, so a real room is faster than this.
"""

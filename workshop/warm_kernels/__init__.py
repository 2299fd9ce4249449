"""Warm kernels: a Jupyter kernel provisioner that forks kernels from a process that has already imported everything.

Usable with anything that starts kernels through ``jupyter_client`` (Voila, nbclient, nbval, JupyterLab): name the
provisioner ``warm-kernels`` in a kernel specification or in ``JUPYTER_DEFAULT_PROVISIONER_NAME``. See ``README.md``.

Theory of operation::

    owner (server, test run)                    zygote (one per owner and environment)
      WarmProvisioner ── request + 3 file descriptors ──►  imports the preloaded modules, then waits; one thread,
      Popen-like handle ◄── pid, bound, exit status ─────  no zmq context, no event loop
                                                            │ fork
                                                            ▼
                                                          kernel: own session, own environment and folder, IPKernelApp

Every kernel has a connection of its own between owner and zygote that lives as long as the kernel. If the owner goes,
the connection ends and the zygote kills that kernel; if the zygote goes, its kernels notice and end. Whatever cannot be
done faithfully this way (another interpreter, pipes, several threads in the zygote, any fault) is started plainly.

This package imports nothing of the project around it.
"""

from __future__ import annotations

__all__ = ["PRELOAD_VARIABLE", "PROVISIONER_NAME"]

PROVISIONER_NAME = "warm-kernels"
PRELOAD_VARIABLE = "WARM_KERNELS_PRELOAD"

"""Grading on a Dask cluster whose workers see the course folder under the same path."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from concurrent.futures import Executor
from typing import Any

from grading.batch.errors import ClusterError


@contextlib.contextmanager
def on_cluster(address: str, *, patience: str = "10s") -> Iterator[Executor]:
    """An executor on the cluster whose scheduler listens at ``address``; its workers end what they started.

    Raises:
        ClusterError: nobody answers there, or Dask is not installed.
    """
    from grading.batch.worker import close_workers

    try:
        import distributed

        connect: Any = distributed.Client
        client = connect(address, timeout=patience)
    except ImportError as fault:
        raise ClusterError(address=address, reason="paket lab-iku[cluster] belum terpasang") from fault
    except (OSError, ValueError, TimeoutError) as fault:
        raise ClusterError(address=address, reason=type(fault).__name__) from fault
    with client:
        try:
            yield client.get_executor(pure=False)
        finally:
            client.run(close_workers)

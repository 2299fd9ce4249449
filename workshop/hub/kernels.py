"""Kernels of one trainee's JupyterLab: beyond sixteen, a new one takes the place of the one that has rested longest.

JupyterLab keeps a kernel for every tab that is open, and a cage holds only so many threads and so much memory. Without
a bound of our own the kernel that is one too many dies while it starts, or the whole cage ends. What was written and
printed in the notebook whose kernel ends stays; its variables come back with "Jalankan Semua Sel".
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from jupyter_client.session import utcnow
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager

# asumsi: all thirteen lessons and three exercises; a kernel after a lesson takes 75 MB and 16 threads (measured), so
# sixteen stay within a cage's 2 GiB and its 400 processes and threads
MOST_KERNELS = 16
# a page that is opened again asks for the kernels of all its tabs at once: none of them may end another
QUIET = timedelta(seconds=60)


class FewKernels(AsyncMappingKernelManager):
    """JupyterLab's own manager with at most ``MOST_KERNELS`` kernels, but for those that work or have just worked."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)  # type: ignore[no-untyped-call]
        self._one_at_a_time = asyncio.Lock()

    async def start_kernel(self, **options: Any) -> str:  # type: ignore[override]
        """Start a kernel; where there are too many, the one that has rested longest ends first."""
        async with self._one_at_a_time:
            wanted = options.get("kernel_id")
            if wanted is None or wanted not in self:
                await self._make_room()
            return await super().start_kernel(**options)

    async def _make_room(self) -> None:
        resting = [self._kernels[name] for name in self.list_kernel_ids()]
        excess = len(resting) - MOST_KERNELS + 1
        now = utcnow()
        resting = [it for it in resting if it.execution_state != "busy" and now - it.last_activity > QUIET]
        # first those that no page shows
        resting.sort(key=lambda it: (self._kernel_connections.get(it.kernel_id, 0) > 0, it.last_activity))
        for kernel in resting[: max(0, excess)]:
            self.log.info("a kernel that rested makes room for another")
            await self.shutdown_kernel(kernel.kernel_id, now=True)  # type: ignore[no-untyped-call]

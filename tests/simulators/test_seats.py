"""Seats of the simulators: room is made for who comes, also while others leave."""

from __future__ import annotations

import asyncio

import pytest
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado import web

from workshop.simulators.pages import Viewers, end_kernel


@pytest.mark.slow
def test_room_is_made_while_viewers_leave_and_others_come():
    """Real kernels that nobody is connected to; the last one ends by itself while the others are being ended."""

    async def work() -> None:
        manager = AsyncMappingKernelManager()
        # who has just said something is to count as idle, too
        viewers = Viewers(limit=4, patience=-60.0)
        kernels = [await manager.start_kernel() for _ in range(3)]
        for kernel in kernels:
            viewers.seat(kernel, "192.168.1.7")
        viewers.starting.clear()
        try:
            leaves = asyncio.create_task(manager.shutdown_kernel(kernels[-1], now=True))
            comers = asyncio.gather(*(viewers.admit(manager, "192.168.1.7") for _ in range(4)))
            await leaves
            assert await comers == [True] * 4
            assert viewers.count(manager) == 0
        finally:
            await manager.shutdown_all(now=True)

    asyncio.run(work())


@pytest.mark.slow
def test_a_kernel_that_two_end_at_once_is_ended_once():
    async def work() -> None:
        manager = AsyncMappingKernelManager()
        kernel = await manager.start_kernel()
        process = manager.get_kernel(kernel).provisioner.process
        with pytest.raises(web.HTTPError):  # what the manager itself makes of it
            await manager.shutdown_kernel("0" * 8, now=True)
        await asyncio.gather(*(end_kernel(manager, kernel) for _ in range(3)))
        await end_kernel(manager, kernel)
        assert kernel not in manager and process.poll() is not None

    asyncio.run(work())

"""Kernels of one trainee: as many as a cage holds, and never one less that works."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from workshop.hub import cage, kernels
from workshop.hub.kernels import FewKernels

pytestmark = pytest.mark.slow
FEW = 2
THREADS = 16  # of one kernel after a lesson (measured)


def run(play: Callable[[FewKernels], Awaitable[None]], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Real kernels, at most ``FEW`` of them, ended afterwards."""
    monkeypatch.setattr(kernels, "MOST_KERNELS", FEW)
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(folder))

    async def whole() -> None:
        manager = FewKernels(root_dir=str(folder))
        try:
            await play(manager)
        finally:
            await manager.shutdown_all(now=True)

    asyncio.run(whole())


def let_rest(manager: FewKernels, *names: str, state: str = "idle") -> None:
    """As if nothing had come from these kernels for longer than it takes to open a page again."""
    for name in names:
        kernel = manager.get_kernel(name)
        kernel.execution_state = state
        kernel.last_activity -= 2 * kernels.QUIET


def test_the_kernel_that_has_rested_longest_makes_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    async def play(manager: FewKernels) -> None:
        first, second = [await manager.start_kernel(kernel_name="python3") for _ in range(FEW)]
        let_rest(manager, first, state="busy")
        let_rest(manager, second)
        third = await manager.start_kernel(kernel_name="python3")
        assert set(manager.list_kernel_ids()) == {first, third}, "the one that works stays"
        let_rest(manager, first, third)
        manager.notify_connect(first)
        fourth = await manager.start_kernel(kernel_name="python3")
        assert set(manager.list_kernel_ids()) == {first, fourth}, "the one that a page shows stays"

    run(play, tmp_path, monkeypatch)


def test_a_page_that_asks_for_all_its_kernels_at_once_gets_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    async def play(manager: FewKernels) -> None:
        started = await asyncio.gather(*(manager.start_kernel(kernel_name="python3") for _ in range(FEW + 2)))
        assert set(manager.list_kernel_ids()) == set(started)
        let_rest(manager, *started)
        newest = await manager.start_kernel(kernel_name="python3")
        assert len(manager) == FEW and newest in manager

    run(play, tmp_path, monkeypatch)


def test_as_many_kernels_fit_into_a_cage():
    assert cage.LIMITS[cage.resource.RLIMIT_NPROC] * 0.75 > kernels.MOST_KERNELS * THREADS

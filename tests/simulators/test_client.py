"""The server's client of a kernel: ready means that nothing which the kernel says from now on is missed."""

from __future__ import annotations

import asyncio

import pytest
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory

from workshop.simulators.client import ReadyClient
from workshop.warm_kernels import PROVISIONER_NAME, forkserver

PATIENCE = 60


@pytest.fixture(params=["local-provisioner", PROVISIONER_NAME])
def provisioner(request: pytest.FixtureRequest):
    """Kernels that start plainly, and forked ones."""
    factory = KernelProvisionerFactory.instance()
    before, factory.default_provisioner_name = factory.default_provisioner_name, request.param
    yield request.param
    factory.default_provisioner_name = before
    forkserver.close_all()


@pytest.mark.usefixtures("provisioner")
def test_what_is_printed_first_is_heard():
    async def said() -> str:
        manager = AsyncKernelManager(kernel_name="python3", transport="ipc", client_factory=ReadyClient)
        await manager.start_kernel()
        client = manager.client()
        client.start_channels()
        try:
            await client.wait_for_ready(timeout=PATIENCE)
            asked = client.execute("print('halo')")
            heard = []
            while True:
                message = await client.get_iopub_msg(timeout=PATIENCE)
                assert message["parent_header"]["msg_id"] == asked  # nothing of before is left over
                heard.append(message["content"].get("text", ""))
                if message["content"].get("execution_state") == "idle":
                    return "".join(heard)
        finally:
            client.stop_channels()
            await manager.shutdown_kernel(now=True)

    assert asyncio.run(said()) == "halo\n"


def test_a_kernel_that_dies_while_starting_is_told():
    async def wait() -> None:
        manager = AsyncKernelManager(kernel_name="python3", transport="ipc", client_factory=ReadyClient)
        spec: KernelSpec = manager.kernel_spec
        spec.argv = ["/bin/sh", "-c", "exit 3"]
        await manager.start_kernel()
        client = manager.client()
        client.start_channels()
        try:
            await client.wait_for_ready(timeout=PATIENCE)
        finally:
            client.stop_channels()
            await manager.shutdown_kernel(now=True)

    with pytest.raises(RuntimeError, match="died"):
        asyncio.run(wait())

"""The provisioner that Jupyter loads: forks where it can be done faithfully, starts plainly everywhere else."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import List, Unicode

from workshop.warm_kernels import forkserver

_KNOWN = {"env", "cwd", "stdin", "stdout", "stderr", "kernel_id", "extra_arguments", "independent"}


class WarmProvisioner(LocalProvisioner):
    """Starts kernels by forking a warm process; any obstacle means a plain start, with the reason in the log."""

    preload = List(
        Unicode(), allow_none=True, default_value=None, help="Modules the warm process imports."
    ).tag(config=True)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork, or fall back to the stock start."""
        start = self._forkable(cmd, kwargs)
        if start is not None:
            try:
                self.process = await asyncio.to_thread(self._fork, start)
            except (forkserver.CannotForkError, OSError) as fault:
                self.log.warning("warm kernels: plain start instead (%s)", fault)
            else:
                self.pid = self.pgid = self.process.pid
                self.cwd = kwargs.get("cwd") or Path.cwd()
                return self.connection_info
        return await super().launch_kernel(cmd, **kwargs)

    async def send_signal(self, signum: int) -> None:
        """Signal the kernel's group, unless the kernel has ended (its number may soon be another's)."""
        if isinstance(self.process, forkserver.ForkedKernel) and self.process.poll() is not None:
            return
        await super().send_signal(signum)

    async def wait(self) -> int | None:
        """Wait for the end in short steps, as kernels end quickly."""
        if isinstance(self.process, forkserver.ForkedKernel):
            while self.process.poll() is None:
                await asyncio.sleep(0.01)
        return await super().wait()

    def _fork(self, start: forkserver.Start) -> forkserver.ForkedKernel:
        preload = forkserver.preload_from(start.env, self.preload)
        return forkserver.server_for(start.env, preload).start(start)

    def _forkable(self, cmd: list[str], kwargs: dict[str, Any]) -> forkserver.Start | None:
        """What to fork, or None if a fork would not be the same as a plain start."""
        if sys.platform == "win32" or not hasattr(os, "fork") or not hasattr(signal, "SIGCHLD"):
            return None
        if len(cmd) < 3 or cmd[1:3] != ["-m", "ipykernel_launcher"] or not same_interpreter(cmd[0]):
            return None
        if set(kwargs) - _KNOWN or kwargs.get("independent") or kwargs.get("stdin") is not None:
            return None
        streams = [_descriptor(kwargs.get(name), default) for name, default in (("stdout", 1), ("stderr", 2))]
        if None in streams:
            return None
        env = {str(name): str(value) for name, value in (kwargs.get("env") or os.environ).items()}
        cwd = kwargs.get("cwd")
        argv = [os.path.expanduser(part) for part in cmd[3:]]  # noqa: PTH111 (as launch_kernel does)
        return forkserver.Start(
            argv, env, str(cwd) if cwd else str(Path.cwd()), streams[0] or 1, streams[1] or 2
        )


def same_interpreter(program: str) -> bool:
    """Whether ``program`` is this very interpreter in this very environment (links to it count)."""
    given, ours = Path(program), Path(sys.executable)
    return given == ours or (given.parent == ours.parent and given.exists() and given.samefile(ours))


def _descriptor(stream: Any, default: int) -> int | None:
    """A descriptor to hand over; None for what only ``Popen`` can make (pipes) or what is closed."""
    if stream in (subprocess.PIPE, subprocess.STDOUT, subprocess.DEVNULL):
        return None
    try:
        number = default if stream is None else stream if isinstance(stream, int) else stream.fileno()
        os.fstat(number)
    except (OSError, ValueError, AttributeError):
        return None
    return int(number)

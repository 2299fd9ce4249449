"""Stock and warm kernels side by side, as JSON: time until imports are done, memory after a plot and a collection."""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from jupyter_client.manager import KernelManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory

from workshop.warm_kernels import PROVISIONER_NAME, forkserver

IMPORTS = "import numpy, pandas, matplotlib.pyplot as plt, ipywidgets"
PLOT = "plt.plot(numpy.arange(50)); plt.show(); pandas.DataFrame({'a': range(1000)}).describe(); import gc; gc.collect()"
PATIENCE = 120


class Kernel:
    """One kernel with a client that waits for replies."""

    def __init__(self) -> None:
        self.manager = KernelManager(kernel_name="python3")
        self.manager.start_kernel(stderr=sys.stderr)
        self.client = self.manager.blocking_client()
        self.client.start_channels()

    def run(self, code: str) -> None:
        message = self.client.execute(code, store_history=False)
        while True:
            reply = self.client.get_shell_msg(timeout=PATIENCE)
            if reply["parent_header"].get("msg_id") == message:
                assert reply["content"]["status"] == "ok", reply["content"]
                return

    @property
    def mebibytes(self) -> float:
        """Proportional set size: shared pages counted by share."""
        text = Path(f"/proc/{self.manager.provisioner.pid}/smaps_rollup").read_text(encoding="ascii")
        return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")) / 1024

    def close(self) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def measure(name: str, *, starts: int, together: int) -> dict[str, Any]:
    """Times of single starts and memory of several kernels at once."""
    KernelProvisionerFactory.instance().default_provisioner_name = name
    seconds = []
    for _ in range(starts + 1):
        begun = time.perf_counter()
        kernel = Kernel()
        kernel.run(IMPORTS)
        seconds.append(time.perf_counter() - begun)
        kernel.close()
    crowd = [Kernel() for _ in range(together)]
    for kernel in crowd:
        kernel.run(IMPORTS)
        kernel.run(PLOT)
    memory = [kernel.mebibytes for kernel in crowd]
    for kernel in crowd:
        kernel.close()
    return {
        "first_start_seconds": round(seconds[0], 3),
        "imports_done_seconds": round(statistics.median(seconds[1:]), 4),
        "mebibytes_after_plot": round(statistics.median(memory), 1),
        "kernels_together": together,
    }


def main() -> None:
    """Print the comparison."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--starts", type=int, default=7)
    parser.add_argument("--together", type=int, default=10)
    args = parser.parse_args()
    stock = measure("local-provisioner", starts=args.starts, together=args.together)
    warm = measure(PROVISIONER_NAME, starts=args.starts, together=args.together)
    forkserver.close_all()
    print(
        json.dumps(
            {
                "stock": stock,
                "warm": warm,
                "times_faster": round(stock["imports_done_seconds"] / warm["imports_done_seconds"], 1),
                "memory_share": round(warm["mebibytes_after_plot"] / stock["mebibytes_after_plot"], 3),
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()

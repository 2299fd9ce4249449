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


STOCK = "local-provisioner"


def seconds_to_start(name: str) -> float:
    """Seconds from asking for a kernel until its imports are done."""
    KernelProvisionerFactory.instance().default_provisioner_name = name
    begun = time.perf_counter()
    kernel = Kernel()
    kernel.run(IMPORTS)
    seconds = time.perf_counter() - begun
    kernel.close()
    return seconds


def memory_together(name: str, many: int) -> float:
    """Median memory of kernels that run at the same time and have drawn a plot."""
    KernelProvisionerFactory.instance().default_provisioner_name = name
    crowd = [Kernel() for _ in range(many)]
    for kernel in crowd:
        kernel.run(IMPORTS)
        kernel.run(PLOT)
    memory = [kernel.mebibytes for kernel in crowd]
    for kernel in crowd:
        kernel.close()
    return statistics.median(memory)


def compare(*, starts: int, together: int) -> dict[str, Any]:
    """Both kinds in turn: what else the machine does meanwhile slows one as much as the other."""
    names = {"stock": STOCK, "warm": PROVISIONER_NAME}
    first = {kind: seconds_to_start(name) for kind, name in names.items()}
    rounds = [{kind: seconds_to_start(name) for kind, name in names.items()} for _ in range(starts)]
    memory = {kind: memory_together(name, together) for kind, name in names.items()}
    sides = {
        kind: {
            "first_start_seconds": round(first[kind], 3),
            "imports_done_seconds": round(statistics.median(one[kind] for one in rounds), 4),
            "mebibytes_after_plot": round(memory[kind], 1),
            "kernels_together": together,
        }
        for kind in names
    }
    return sides | {
        "times_faster": round(statistics.median(one["stock"] / one["warm"] for one in rounds), 1),
        "memory_share": round(memory["warm"] / memory["stock"], 3),
    }


def main() -> None:
    """Print the comparison."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--starts", type=int, default=15)
    parser.add_argument("--together", type=int, default=10)
    args = parser.parse_args()
    print(json.dumps(compare(starts=args.starts, together=args.together), indent=2))
    forkserver.close_all()


if __name__ == "__main__":
    main()

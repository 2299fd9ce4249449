"""A forked kernel behaves as a stock one; what cannot be forked faithfully is started plainly; nothing is left behind."""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbclient
import nbformat
import pytest
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory

from workshop.warm_kernels import PROVISIONER_NAME, forkserver
from workshop.warm_kernels.provisioner import WarmProvisioner, same_interpreter

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forking needs a POSIX system")
PATIENCE = 60


@pytest.fixture(scope="module", autouse=True)
def warm() -> Iterator[None]:
    """Warm kernels are the default in this module; one zygote serves it."""
    factory = KernelProvisionerFactory.instance()
    assert factory._check_availability(PROVISIONER_NAME), "the project is not installed (make setup)"
    before = factory.default_provisioner_name
    factory.default_provisioner_name = PROVISIONER_NAME
    yield
    factory.default_provisioner_name = before
    forkserver.close_all()


class Running:
    """One kernel and a client."""

    def __init__(self, **options: Any) -> None:
        traits = {
            name: options.pop(name) for name in ("transport", "transport_encryption") if name in options
        }
        self.manager = KernelManager(kernel_name="python3", **traits)
        self.manager.start_kernel(**options)
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=PATIENCE)

    @property
    def pid(self) -> int:
        return int(self.manager.provisioner.pid)

    def run(self, code: str) -> str:
        """What the code printed; an error of the code fails the test."""
        out: list[str] = []

        def keep(message: dict[str, Any]) -> None:
            if message["msg_type"] == "stream":
                out.append(message["content"]["text"])

        reply = self.client.execute_interactive(textwrap.dedent(code), timeout=PATIENCE, output_hook=keep)
        assert reply["content"]["status"] == "ok", reply["content"]
        return "".join(out).strip()

    def close(self) -> None:
        self.client.stop_channels()
        with contextlib.suppress(Exception):
            self.manager.shutdown_kernel(now=True)


@pytest.fixture
def kernel() -> Iterator[Running]:
    running = Running()
    assert isinstance(running.manager.provisioner.process, forkserver.ForkedKernel), "not forked"
    yield running
    running.close()


def gone(pid: int, seconds: float = 15) -> bool:
    """Whether the process ends in time (a zombie has ended)."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state in "ZX":
            return True
        time.sleep(0.05)
    return False


# ---- as stock -----------------------------------------------------------------------------------------------------


def test_preloaded_modules_are_there_before_the_first_import(kernel: Running):
    assert kernel.run("import sys; print('numpy' in sys.modules, 'pandas' in sys.modules)") == "True True"


def test_namespace_and_arguments_look_like_a_fresh_kernel(kernel: Running):
    assert kernel.run("print([name for name in globals() if name in ('zygote', 'wire', 'request')])") == "[]"
    assert kernel.run("import sys; print(sys.argv[1:2], __name__)") == "['-f'] __main__"
    assert kernel.run("import gc, threading; print(gc.isenabled())") == "True"


def test_environment_and_folder_are_the_ones_given(tmp_path: Path):
    env = {**os.environ, "LATIHAN": "capaian", "TZ": "Asia/Jakarta"}
    running = Running(env=env, cwd=str(tmp_path))
    try:
        assert running.run("import os; print(os.environ['LATIHAN'], os.getcwd())") == f"capaian {tmp_path}"
        assert running.run("import time; print(time.tzname[0])") == "WIB"
    finally:
        running.close()
    other = Running()
    try:
        assert other.run("import os; print(os.environ.get('LATIHAN'))") == "None"
    finally:
        other.close()


def test_path_is_that_of_a_plain_start(kernel: Running):
    factory = KernelProvisionerFactory.instance()
    factory.default_provisioner_name = "local-provisioner"
    plain = Running()
    try:
        ask = "import sys; print(sys.path, sys.stdout.encoding, sys.flags.utf8_mode)"
        assert kernel.run(ask) == plain.run(ask)
    finally:
        plain.close()
        factory.default_provisioner_name = PROVISIONER_NAME


def test_history_of_another_kernel_is_found_and_nobody_waits_for_the_disk(tmp_path: Path):
    env = {**os.environ, "IPYTHONDIR": str(tmp_path)}
    first = Running(env=env)
    try:
        first.client.execute("x_of_the_first = 1", store_history=True)
        first.run("get_ipython().history_manager.writeout_cache()")
    finally:
        first.client.shutdown()
        first.close()
    second = Running(env=env)
    try:
        lines = second.run("print([line for *_, line in get_ipython().history_manager.get_tail(20)])")
        assert "x_of_the_first = 1" in lines
        assert (
            second.run("print(get_ipython().history_manager.db.execute('PRAGMA synchronous').fetchone())")
            == "(0,)"
        )
    finally:
        second.close()


def test_two_forks_draw_different_random_numbers():
    one, two = Running(), Running()
    try:
        ask = "import random, uuid, numpy as np; print(random.random(), np.random.rand(), uuid.uuid4())"
        first, second = one.run(ask).split(), two.run(ask).split()
        assert not set(first) & set(second)
    finally:
        one.close()
        two.close()


def test_interrupt_stops_a_cell(kernel: Running):
    message = kernel.client.execute("import time\nprint('jalan', flush=True)\ntime.sleep(60)")
    while kernel.client.get_iopub_msg(timeout=PATIENCE)["msg_type"] != "stream":
        pass
    started = time.monotonic()
    kernel.manager.interrupt_kernel()
    reply = kernel.client.get_shell_msg(timeout=PATIENCE)
    assert reply["parent_header"]["msg_id"] == message
    assert reply["content"]["ename"] == "KeyboardInterrupt"
    assert time.monotonic() - started < 30


def test_restart_gives_an_empty_namespace(kernel: Running):
    kernel.run("kenangan = 1")
    before = kernel.pid
    kernel.manager.restart_kernel(now=True)
    kernel.client.wait_for_ready(timeout=PATIENCE)
    assert kernel.run("print('kenangan' in globals())") == "False"
    assert kernel.pid != before
    assert isinstance(kernel.manager.provisioner.process, forkserver.ForkedKernel)


def test_shutdown_ends_the_process_and_keeps_the_zygote(kernel: Running):
    pid, zygote = kernel.pid, int(kernel.run("import os; print(os.getppid())"))
    kernel.manager.shutdown_kernel()
    assert gone(pid)
    assert not gone(zygote, 0.2)


def test_a_crash_is_seen_with_its_true_signal(kernel: Running):
    kernel.client.execute("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
    assert kernel.manager.provisioner.process.wait(PATIENCE) == -signal.SIGSEGV


def test_a_busy_loop_can_be_killed(kernel: Running):
    kernel.client.execute("while True: pass")
    pid = kernel.pid
    kernel.manager.shutdown_kernel(now=True)
    assert gone(pid)


def test_subprocesses_and_c_level_output_are_shown():
    # ipykernel watches the descriptors only outside of pytest
    running = Running(env={k: v for k, v in os.environ.items() if k != "PYTEST_CURRENT_TEST"})
    try:
        assert "dari cangkang" in running.run("!echo dari cangkang")
        assert "dari C" in running.run("import os, time; os.write(1, b'dari C'); time.sleep(0.3)")
    finally:
        running.close()


def test_input_is_answered(kernel: Running):
    asked: list[str] = []

    def answer(message: dict[str, Any]) -> None:
        asked.append(message["content"]["prompt"])
        kernel.client.input("Sri")

    out: list[str] = []
    kernel.client.execute_interactive(
        "print('halo', input('Nama? '))",
        allow_stdin=True,
        stdin_hook=answer,
        timeout=PATIENCE,
        output_hook=lambda m: out.append(m["content"].get("text", "")),
    )
    assert asked == ["Nama? "]
    assert "halo Sri" in "".join(out)


def test_debugger_answers(kernel: Running):
    request = {"type": "request", "seq": 1, "command": "debugInfo", "arguments": {}}
    message = kernel.client.session.msg("debug_request", request)
    kernel.client.control_channel.send(message)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with contextlib.suppress(queue.Empty):
            reply = kernel.client.get_control_msg(timeout=5)
            if reply["msg_type"] == "debug_reply":
                assert reply["content"]["success"] is True
                return
    pytest.fail("no reply from the debugger")


def test_the_debugger_knows_the_files_of_all_modules(kernel: Running):
    """As ipykernel lists them, modules imported before forking and after; what this cell imports comes later."""
    told = kernel.run("""
        import sys
        from ipykernel import ipkernel
        listed = get_ipython().kernel._kernel_modules
        now = [m.__file__ for m in sys.modules.copy().values() if getattr(m, "__file__", None)]
        print(ipkernel.sys is sys, len(listed) > 500, listed == now[: len(listed)], len(now) - len(listed) < 40)
    """)
    assert told == "True True True True"


def test_encrypted_connection_works():
    running = Running(transport_encryption="required")
    try:
        assert isinstance(running.manager.provisioner.process, forkserver.ForkedKernel)
        assert running.manager.curve_publickey
        assert running.run("print(6 * 7)") == "42"
    finally:
        running.close()


def test_plot_is_shown_inline(kernel: Running):
    kinds: list[str] = []
    kernel.client.execute_interactive(
        "import matplotlib.pyplot as plt; plt.plot([1, 2]); plt.show()",
        timeout=PATIENCE,
        output_hook=lambda m: kinds.extend(m["content"].get("data", {})),
    )
    assert "image/png" in kinds


def test_widgets_find_their_kernel(kernel: Running):
    assert kernel.run("""
        import ipywidgets
        slider = ipywidgets.IntSlider(3)
        print(sorted(get_ipython().kernel.comm_manager.targets), slider.comm is not None)
    """).endswith("['jupyter.widget', 'jupyter.widget.control'] True")


def test_threads_and_linear_algebra_work_in_the_fork(kernel: Running):
    assert (
        kernel.run("""
        import concurrent.futures, numpy as np
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            print(sum(pool.map(lambda k: round(np.linalg.det(np.eye(60) * 1.0)), range(8))))
    """)
        == "8"
    )


def test_notebooks_run_through_nbclient():
    cells = [nbformat.v4.new_code_cell("x = 20"), nbformat.v4.new_code_cell("import os; print(x + 1)")]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbclient.NotebookClient(notebook, timeout=PATIENCE).execute()
    assert notebook.cells[1].outputs[0].text == "21\n"


# ---- death on either side ------------------------------------------------------------------------------------------

OWNER = """
import sys, time
from jupyter_client.provisioning.factory import KernelProvisionerFactory
KernelProvisionerFactory.instance().default_provisioner_name = "warm-kernels"
from jupyter_client.manager import KernelManager
pids = []
for _ in range(2):
    manager = KernelManager(kernel_name="python3"); manager.start_kernel()
    client = manager.blocking_client(); client.start_channels(); client.wait_for_ready(timeout=60)
    pids.append(manager.provisioner.pid)
client.execute("while True: pass")
from workshop.warm_kernels import forkserver
print(*pids, *[server.process.pid for server in forkserver._servers.values()], flush=True)
time.sleep(120)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM], ids=["SIGKILL", "SIGTERM"])
def test_nothing_stays_when_the_owner_dies(number: int):
    env = {**os.environ, forkserver.PRELOAD_VARIABLE: "json"}
    with subprocess.Popen([sys.executable, "-c", OWNER], stdout=subprocess.PIPE, text=True, env=env) as owner:
        assert owner.stdout is not None
        pids = [int(text) for text in owner.stdout.readline().split()]
        assert len(pids) == 3
        owner.send_signal(number)
        owner.wait(PATIENCE)
    assert [pid for pid in pids if not gone(pid)] == []


def test_kernels_end_with_their_zygote_and_the_next_start_works(kernel: Running):
    zygote = int(kernel.run("import os; print(os.getppid())"))
    pid = kernel.pid
    os.kill(zygote, signal.SIGKILL)
    assert gone(pid)
    assert kernel.manager.provisioner.process.poll() is not None
    again = Running()
    try:
        assert again.run("print('hidup')") == "hidup"
        assert isinstance(again.manager.provisioner.process, forkserver.ForkedKernel)
    finally:
        again.close()


# ---- plain starts --------------------------------------------------------------------------------------------------


def test_a_zygote_with_threads_is_refused_and_the_kernel_starts_plainly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    (tmp_path / "sibuk.py").write_text(
        "import threading, time\nthreading.Thread(target=time.sleep, args=(300,), daemon=True).start()\n"
    )
    env = {**os.environ, "PYTHONPATH": str(tmp_path), forkserver.PRELOAD_VARIABLE: "sibuk"}
    monkeypatch.setattr(logging.getLogger("traitlets"), "propagate", True)
    running = Running(env=env)
    try:
        assert isinstance(running.manager.provisioner.process, subprocess.Popen)
        assert running.run("print('tetap jalan')") == "tetap jalan"
    finally:
        running.close()


def test_a_preload_that_does_not_exist_is_left_out():
    running = Running(env={**os.environ, forkserver.PRELOAD_VARIABLE: "tidak_ada_modul_ini"})
    try:
        assert running.run("print('jalan')") == "jalan"
        assert isinstance(running.manager.provisioner.process, forkserver.ForkedKernel)
    finally:
        running.close()


def _forkable(cmd: list[str], **options: Any) -> forkserver.Start | None:
    return WarmProvisioner(kernel_id="x", kernel_spec=None, parent=None)._forkable(cmd, options)


LAUNCH = [sys.executable, "-m", "ipykernel_launcher", "-f", "x.json"]


def test_only_faithful_starts_are_forked():
    assert _forkable(LAUNCH) is not None
    assert _forkable(["/usr/bin/env", *LAUNCH]) is None
    assert _forkable([sys.executable, "-X", "dev", *LAUNCH[1:]]) is None
    assert _forkable([sys.executable, "-m", "xeus_python"]) is None
    assert _forkable(LAUNCH, stdout=subprocess.PIPE) is None
    assert _forkable(LAUNCH, independent=True) is None
    assert _forkable(LAUNCH, preexec_fn=print) is None


def test_another_interpreter_is_another_environment(tmp_path: Path):
    link = tmp_path / "python"
    link.symlink_to(Path(sys.executable).resolve())
    assert same_interpreter(sys.executable)
    assert not same_interpreter(str(link))


def test_kernels_of_different_locale_or_packages_do_not_share_a_zygote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    env = {"LC_ALL": "C.UTF-8", "HOME": "/tmp", "LATIHAN": "satu"}
    key = forkserver.environment_key(env, ("numpy",))
    assert forkserver.environment_key({**env, "LATIHAN": "dua"}, ("numpy",)) == key
    assert forkserver.environment_key({**env, "LC_ALL": "id_ID.UTF-8"}, ("numpy",)) != key
    assert forkserver.environment_key({**env, "PYTHONPATH": "/tmp"}, ("numpy",)) != key
    assert forkserver.environment_key(env, ("pandas",)) != key
    monkeypatch.setattr(forkserver.sysconfig, "get_path", lambda kind: str(tmp_path))
    other = forkserver.environment_key(env, ("numpy",))
    (tmp_path / "paket_baru").mkdir()
    os.utime(tmp_path, ns=(1, 1))
    assert forkserver.environment_key(env, ("numpy",)) != other


def test_package_imports_nothing_of_the_project():
    folder = Path(forkserver.__file__).parent
    wrong = [
        line
        for file in folder.glob("*.py")
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.lstrip().startswith(("from ", "import "))
        and any(
            f"{verb} {name}" in line
            for verb in ("from", "import")
            for name in ("kpi_sim", "grading", "labui")
        )
    ]
    assert wrong == []
    outside = [
        line
        for file in folder.glob("*.py")
        for line in file.read_text(encoding="utf-8").splitlines()
        if "from workshop" in line and "from workshop.warm_kernels" not in line
    ]
    assert outside == []

"""``iku grade`` starts its warm process first, and no other command starts one."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """import sys
sys.argv = ["iku", *{arguments!r}]
import workshop.head_start as head_start
print(len(head_start._warm), "click" in sys.modules)
if head_start._warm:
    started = head_start._warm[0]
    assert head_start.warm_process() is started
    started.close()
    assert started.process.returncode is not None
    with head_start.warm_process() as another:
        assert another is not started
"""


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        (["grade", "--class", "kelas"], 1),
        (["grade", "--lint"], 0),
        (["grade", "--cluster=tcp://127.0.0.1:1"], 0),
        (["grade", "--help"], 0),
        (["workshop"], 0),
        ([], 0),
    ],
)
def test_only_grading_starts_one(arguments, count):
    program = PROGRAM.format(arguments=arguments)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == f"{count} False\n"

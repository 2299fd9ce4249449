"""Cells that only compute are told from those that could change Python itself."""

from __future__ import annotations

import pytest

from grading.room.reach import reaches_out

COMPUTING = [
    "import pandas as pd\nimport matplotlib.pyplot as plt\ndata = pd.DataFrame({'a': [1]})",
    "from numpy import mean, median",
    "import numpy as np; x = np.mean([1])",
    "import math",
    "rata = data['nilai'].mean()  # cara peserta – 3",
    "def capaian(r, t):\n    return 100 * r / t",
    "for i in range(3):\n    print(f'{i % 2} dari {i}')",
    "fig, ax = plt.subplots()\n_ = ax.bar(data['unit'], data['nilai'])",
    "urut = data.sort_values('nilai').groupby('unit')['nilai'].max()",
]
REACHING = [
    "import builtins\nbuiltins.print = None",
    "import os",
    "import numpy as np, berbahaya",
    "import numpy, berbahaya",
    "import  numpy.linalg as la, berbahaya",
    "import numpyx",
    "import berbahaya",
    "from berbahaya import numpy",
    "from . import numpy",
    "x = __import__('sys')",
    "print.__self__",
    "pd.compat.sys.modules",
    "ｓｙｓ.modules",
    "import json; from gc import collect",
    "(i for i in x).gi_frame.f_back",
    "getattr(a, b)",
    "eval('1')",
    "pd.read_pickle('x')",
    "%run berkas.py",
    "!ls",
    "x?",
    "get_ipython().run_cell('1')",
    "import threading",
]


@pytest.mark.parametrize("source", COMPUTING)
def test_what_computes_reaches_nothing(source):
    assert not reaches_out(source)


def test_emptiness_is_soon_read():
    for nothing in ("\n", " ", "\n ", "; ", "from ", "import "):
        assert reaches_out(200_000 * nothing + "x = 1") == ("import" in nothing)


@pytest.mark.parametrize("source", REACHING)
def test_what_could_change_python_is_noticed(source):
    assert reaches_out(source)

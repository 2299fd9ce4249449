"""Which functions may be called after later cells: those that answer alike at any moment, and no other."""

from __future__ import annotations

import pytest

from grading.testcells.order import may_wait

IMPORTS = (
    "import math\nimport numpy as np\nimport pandas as pd\nimport matplotlib.pyplot as plt\nimport random"
)


def waiting(*cells: str) -> set[str]:
    return set(may_wait([IMPORTS, *cells]))


@pytest.mark.parametrize(
    "cell",
    [
        "def f(r, t):\n    return 100 * r / t",
        "def f(xs):\n    return [x / sum(xs) for x in xs]",
        "f = lambda x: abs(x) + 1",
        "def f(tabel):\n    tabel['baru'] = 1\n    return tabel.groupby('unit')['nilai'].mean()",
        "def f(x, batas=(0, 1), *, tepat=True):\n    return min(max(x, batas[0]), batas[1])",
        "def f(n):\n    return 1 if n == 0 else n * f(n - 1)",
        "def f(x):\n    def dalam(y):\n        return x + y\n    return dalam(1)",
        "def f(xs):\n    if not xs:\n        raise ValueError('kosong')\n    return math.sqrt(np.mean(xs))",
        "def f(x):\n    from datetime import date\n    return date(2026, x, 1)",
    ],
)
def test_functions_of_their_arguments_may_wait(cell):
    assert waiting(cell) == {"f"}


def test_a_function_may_use_constants_and_other_such_functions():
    cells = ("TARIF = 2", "def g(x):\n    return x * TARIF", "def f(x):\n    return g(x) + 1")
    assert waiting(*cells) == {"f", "g"}
    assert waiting(cells[2], *cells[:2]) == {"g"}  # where f stands, g is not there yet
    assert waiting(cells[1], *cells[::2]) == set()
    assert waiting(*cells, "TARIF = 3") == set()
    assert waiting(*cells, "def g(x):\n    return 0") == set()


@pytest.mark.parametrize(
    "cell",
    [
        "lihat = []\ndef f(x):\n    lihat.append(x)",  # remembers what it was given
        "def f(x, lihat=[]):\n    lihat.append(x)\n    return len(lihat)",
        "def f(x):\n    f.terakhir = x",
        "def f(x):\n    global y\n    y = x",
        "data = pd.DataFrame()\ndef f():\n    return data['nilai'].sum()",  # reads what a later cell may change
        "def f(x):\n    return np.random.rand()",  # moves a state that later cells see
        "def f(x):\n    return random.random()",
        "def f(t):\n    return t.sample(1)",
        "def f(t):\n    fig, ax = plt.subplots()\n    return ax",
        "def f(t):\n    t.plot()",
        "def f():\n    return pd.read_csv('data.csv')",  # a later cell may write it
        "import functools\n@functools.cache\ndef f(x):\n    return x",
        "def hitung():\n    n = 0\n    def tambah():\n        nonlocal n\n        n += 1\n        return n\n    return tambah\nf = hitung()",
        "class K:\n    pass\ndef f(x):\n    return K()",
        "def f(x):\n    return belum_ada(x)",
    ],
)
def test_functions_that_remember_read_or_draw_are_called_where_the_test_stands(cell):
    assert "f" not in waiting(cell)


@pytest.mark.parametrize(
    "later",
    [
        "def f(x):\n    return 0",
        "f = 3",
        "for f in range(3): pass",
        "sum = 5",  # a beginner's slip: from here on the built-in is hidden
        "from math import *",
        "exec('f = 1')",
        "globals()['f'] = 1",
        "import sys",
        "import os.path",
        "np.sum = max",
        "pd.set_option('mode.copy_on_write', False)",
        "pd.options.mode.chained_assignment = None",
        "%run lain.py",
        "%%time\nx = 1",
        "!ls",
        "np?",
        "x.__class__ = int",
        "def g():\n    global f",
        "import pandas as np",
        "def belum(",
    ],
)
def test_what_later_cells_may_do_to_a_function_is_not_waited_for(later):
    cells = ("def f(xs):\n    return np.round(sum(xs), 2)",)
    assert waiting(*cells) == {"f"}
    assert waiting(*cells, "y = f([1])\n%matplotlib inline\nplt.plot([1, y])") == {"f"}
    assert "f" not in waiting(*cells, later)


@pytest.mark.parametrize(
    "text",
    [
        "-" * 20_000 + "1",
        "(" * 5_000,
        "x" + ".a" * 20_000,
        "f = lambda: " + "[" * 90 + "]" * 90,
        "\0",
        "x" * 10**6,
    ],
)
def test_odd_text_is_not_looked_through(text):
    assert may_wait(["def g(x):\n    return x", text]) <= {"f", "g"}

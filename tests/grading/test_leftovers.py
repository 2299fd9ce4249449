"""Which tests leave a room as they found it, by their text."""

from __future__ import annotations

import pytest

from grading.testcells.leftovers import leave_nothing

BEFORE = (
    "import pandas as pd\nimport numpy as np\nimport matplotlib.pyplot as plt\ndata = pd.DataFrame()\nn = 0",
)


def clean(*cells: str, before: tuple[str, ...] = BEFORE) -> bool:
    return leave_nothing(before, cells, frozenset({"rata", "urut"}))


@pytest.mark.parametrize(
    "cell",
    [
        "assert abs(rata - 82.5) < 1e-9",
        "assert urut['nilai'].is_monotonic_increasing and len(urut) == 4",
        "for r, t in [(1, 2), (3, 4)]:\n    hasil = rata(r, t)\n    assert hasil == 100 * r / t, f'{r} {t}'",
        "daftar = [3, 1]\nassert rata(daftar) == [1, 3]\ndaftar.append(2)",
        "import math\nassert math.isclose(rata, 1)",
        "from pandas.testing import assert_frame_equal\nassert_frame_equal(urut, pd.DataFrame({'a': [1]}))",
        "assert np.allclose(rata, [1, 2]) and isinstance(urut, pd.DataFrame)",
        "try:\n    rata(0)\nexcept ZeroDivisionError:\n    pass\nelse:\n    raise AssertionError",
        "def lain(x):\n    return x + 1\nassert rata(lain(1)) == lain(rata(1))",
        "import matplotlib.pyplot",  # what a solution cell imports
        "urut.sort_values('a', inplace=True)",  # the trainee's table comes anew each time
    ],
)
def test_what_binds_names_only_leaves_nothing(cell: str):
    assert clean(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "assert len(data) == 4",  # may be handed to whoever changes it
        "n += 1\nassert n == 1",
        "data.loc[0] = rata",
        "rata.sisa = 1",
        "pd.sisa = rata",
        "assert not hasattr(pd.DataFrame, 'x')\nsetattr(pd.DataFrame, 'x', rata)",
        "np.random.seed(3)\nassert np.random.rand() < rata",
        "np.setbufsize(16)",
        "np.put(np.pi, 0, rata)",
        "from numpy import setbufsize\nsetbufsize(rata)",
        "from numpy.random import rand\nassert rand() < rata",
        "pd.set_option('display.precision', 2)",
        "pd.options.mode.copy_on_write = True",
        "import os\nassert not os.path.exists('sisa')",
        "import gc\nassert gc.get_objects()",
        "open('sisa', 'w').write(str(rata))",
        "urut.to_csv('sisa')",
        "assert pd.read_csv('data.csv').equals(urut)",
        "plt.bar([1], [rata])",
        "global n\nn = rata",
        "class Uji:\n    ada = rata",
        "rata.__class__.sisa = 1",
        "exec('n = 1')",
        "%config InlineBackend.figure_format = 'svg'\nassert rata",
        "assert Out == {}",
        "assert rata ==",
        "from os import *",
    ],
)
def test_what_could_leave_something_gets_a_branch_of_its_own(cell: str):
    assert not clean("assert rata == 1", cell)


def test_what_prepared_the_room_may_be_anything():
    assert clean(
        "assert rata == 1",
        before=("import os, helper\nfrom lain import *\n%load_ext x", "os.environ['A'] = 'b'"),
    )
    assert not clean("assert os.environ", before=("import os",))
    assert not clean("assert pd.isna(rata)", before=("import pandas as pd", "pd = lain"))

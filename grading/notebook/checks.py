"""The test cells: what trainees see (form of the answer only) and the hidden judgement of the base variant.

The hidden tests are plain Python with NumPy, pandas and kpi_sim, so that ``nbgrader autograde`` alone gives the same
points for a full and for an empty notebook. The engine of this package does not run them: it asks the examiner.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from grading.exercise.model import Part
from grading.judging.numbers import scale_of
from grading.judging.question import Question
from grading.notebook.answers import blank, simple
from grading.notebook.excerpt import needed_for
from kpi_sim.units import to_decimal

FORMS = {
    "number": ("isinstance({name}, (int, float))", "Tulis {name} sebagai bilangan tanpa tanda kutip."),
    "choice": ("isinstance({name}, str)", "Tulis {name} sebagai satu nama pilihan di dalam tanda kutip."),
    "choices": ("isinstance({name}, list)", "Tulis {name} sebagai daftar nama pilihan."),
    "ordering": ("isinstance({name}, list)", "Tulis {name} sebagai daftar nama, yang pertama di depan."),
    "table": ("isinstance({name}, dict)", "Tulis {name} dengan satu isian tiap baris."),
    "scorecard": ("isinstance({name}, dict)", "Tulis {name} dengan satu isian tiap baris."),
    "indicator": ("isinstance({name}, dict)", "Tulis {name} dengan satu isian tiap kolom kartu."),
    "function": ("callable({name})", "Tulis fungsi {name} di sel jawaban."),
}

_SAME = """
def _sama(a, b, t):
    if hasattr(a, "to_dict") or hasattr(b, "to_dict"):
        return type(a) is type(b) and _sama(a.values.tolist(), b.values.tolist(), t)
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        return (a != a and b != b) or abs(a - b) <= t + 1e-9
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(_sama(a[k], b[k], t) for k in a)
    if isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)):
        return len(a) == len(b) and all(_sama(x, y, t) for x, y in zip(a, b))
    return type(a) is type(b) and a == b
"""


def visible(part: Mapping[str, Any], name: str) -> str:
    """What trainees see: whether the answer has the right form. No values."""
    test, message = FORMS[part["kind"]]
    lines = [f"assert {test.format(name=name)}, {message.format(name=name)!r}"]
    if part["kind"] in ("table", "scorecard"):
        lines.append(
            f"assert {sorted(row['id'] for row in part['rows'])!r} == sorted({name}), 'Jangan ubah nama barisnya.'"
        )
    return "\n".join(lines)


def hidden(question: Question, form: Mapping[str, Any], facts: Mapping[str, Any], solution: str) -> str:
    """The judgement of this variant in plain Python; its last line is the points where there is partial credit."""
    part = question.part
    if part.kind == "function":
        return _function(part, facts, needed_for(part.function, solution))
    if question.judge is not None:
        return _free(part, facts, needed_for(judge_name(part), solution))
    if part.kind == "number":
        key = to_decimal(question.key)
        return f"assert abs({part.name} - {simple(key)!r}) <= {float(scale_of(question, key).tolerance)!r} + 1e-9"
    if part.kind == "choice":
        return f"assert {part.name} == {question.key!r}"
    shares = {"choices": _choices, "ordering": _ordering, "indicator": _indicator}
    return shares.get(part.kind, _table)(question, form) + _points(part)


def _points(part: Part) -> str:
    return f"\nassert _bagian > 0\n{part.automatic_points!r} * _bagian"


def _choices(question: Question, form: Mapping[str, Any]) -> str:
    return (
        f"_kunci, _dipilih = set({question.key!r}), set({question.part.name})\n"
        "_bagian = max(0, (len(_dipilih & _kunci) - len(_dipilih - _kunci)) / len(_kunci))"
    )


def _ordering(question: Question, form: Mapping[str, Any]) -> str:
    name = question.part.name
    return (
        "from itertools import combinations\n"
        f"_kunci = {question.key!r}\n"
        f"assert sorted({name}) == sorted(_kunci)\n"
        "_pasangan = list(combinations(_kunci, 2))\n"
        f"_bagian = sum({name}.index(a) < {name}.index(b) for a, b in _pasangan) / len(_pasangan)\n"
        "_bagian = _bagian if _bagian >= 0.5 else 0"
    )


def _table(question: Question, form: Mapping[str, Any]) -> str:
    keys: dict[str, tuple[Any, float]] = {}
    for row in question.part.rows:
        key = question.key[row.id]
        number = not row.options and not isinstance(key, str)
        keys[row.id] = (
            simple(key),
            float(scale_of(question, to_decimal(key), row).tolerance) if number else 0.0,
        )
    return (
        f"_kunci = {keys!r}\n"
        "def _tepat(jawaban, kunci, toleransi):\n"
        "    if isinstance(kunci, str):\n"
        "        return str(jawaban).strip().casefold() == kunci.strip().casefold()\n"
        "    return isinstance(jawaban, (int, float)) and abs(jawaban - kunci) <= toleransi + 1e-9\n"
        f"_bagian = sum(_tepat({question.part.name}.get(baris), *isi) for baris, isi in _kunci.items()) / len(_kunci)"
    )


def _indicator(question: Question, form: Mapping[str, Any]) -> str:
    part = question.part
    start = dict(simple(question.given or {}))
    return (
        "import re\n"
        "from kpi_sim import Indicator, review_design\n"
        f"assert {part.name} != {blank(form)!r}\n"
        f"_kartu = {{**{start!r}, **{{k: {part.name}[k] for k in {list(part.fields)!r} if k in {part.name}}}}}\n"
        'if isinstance(_kartu.get("targets"), str):\n'
        r'    _kartu["targets"] = dict(re.findall(r"\s*([^:;\n]+?)\s*:\s*([^;\n]+)", _kartu["targets"]))'
        + "\n"
        '_temuan = review_design(Indicator(**{k: v for k, v in _kartu.items() if v not in ("", None)}))\n'
        f"_sisa = {set(part.must_not)!r} & {{t.rule for t in _temuan}}\n"
        f'_batas = sum(t.severity == "error" for t in _temuan) <= {part.max_errors}'
        f' and sum(t.severity == "warning" for t in _temuan) <= {part.max_warnings}\n'
        f"_bagian = ({len(part.must_not)} - len(_sisa) + _batas) / {len(part.must_not) + 1}"
    )


def judge_name(part: Part) -> str:
    """The name of an author's own judge in ``solution.py``."""
    return f"judge_{part.id.replace('-', '_')}"


def _solution(facts: Mapping[str, Any], solution: str) -> str:
    """The author's solution in a namespace of its own, and the facts of this variant."""
    return f"_kunci = {{}}\nexec({solution!r}, _kunci)\n_fakta = {simple(facts)!r}\n"


def _free(part: Part, facts: Mapping[str, Any], solution: str) -> str:
    judge = judge_name(part)
    if part.kind in ("table", "scorecard"):
        complete = f"assert None not in {part.name}.values()\n"
    else:
        complete = f"assert {part.name} not in (None, [], '')\n"
    return (
        complete
        + _solution(facts, solution)
        + f"_bagian, _ = _kunci[{judge!r}](_fakta, {part.name})"
        + _points(part)
    )


def _function(part: Part, facts: Mapping[str, Any], solution: str) -> str:
    wanted: set[str] = set()
    calls = []
    for check in part.checks:
        arguments = [_argument(value, wanted) for value in check.arguments]
        tolerance = part.tolerance if check.tolerance is None else check.tolerance
        calls.append(
            f"    ({check.points!r}, {tolerance!r}, lambda: ({''.join(a + ', ' for a in arguments)})),\n"
        )
    total = sum(check.points for check in part.checks)
    used = {name: value for name, value in facts.items() if name in wanted}
    return (
        "import copy\nimport pandas as pd\n"
        + _solution(used, solution)
        + _SAME.strip()
        + f"\n_periksa = [\n{''.join(calls)}]\n_benar, _isi = 0, False\n"
        "for _poin, _toleransi, _argumen in _periksa:\n"
        "    _mine, _before = _argumen(), _argumen()\n"
        f"    _harap = _kunci[{part.function!r}](*_argumen())\n"
        "    try:\n"
        f"        _hasil = {part.function}(*_mine)\n"
        "    except Exception:\n"
        "        continue\n"
        "    _isi = _isi or _hasil is not None\n"
        "    if _sama(_hasil, _harap, _toleransi)"
        + (" and _sama(_mine, _before, 0)" if part.unchanged else "")
        + ":\n        _benar += _poin\n"
        f"_bagian = _benar / {total!r} if _isi or _benar == {total!r} else 0" + _points(part)
    )


def _argument(value: Any, wanted: set[str]) -> str:
    if isinstance(value, dict) and set(value) == {"frame"}:
        wanted.add(value["frame"])
        return f"pd.DataFrame(copy.deepcopy(_fakta[{value['frame']!r}]))"
    if isinstance(value, str) and value.startswith("$"):
        wanted.add(value[1:])
        return f"copy.deepcopy(_fakta[{value[1:]!r}])"
    return repr(simple(value))

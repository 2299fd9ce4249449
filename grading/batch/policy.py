"""What a class has agreed about attempts and late work; data in ``<course>/.iku/penilaian.toml``.

Without that file: the last attempt counts, lateness is noted and costs nothing.

.. code-block:: toml

    kiriman = "terbaik"            # or "terakhir"

    [terlambat]
    tenggang_menit = 15            # not late within this
    potongan_persen_per_hari = 10  # of the points earned, for every day begun
    potongan_paling_banyak = 50    # percent
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from grading.batch.errors import PolicyError

DAY = 86_400
FILE = Path(".iku") / "penilaian.toml"
ATTEMPTS = {"terakhir": "last", "terbaik": "best"}


@dataclass(frozen=True)
class Policy:
    """``attempts`` is ``last`` or ``best``; percents are of the points earned."""

    attempts: str = "last"
    grace_seconds: float = 0.0
    percent_per_day: float = 0.0
    percent_at_most: float = 100.0

    def seconds_late(self, submitted_at: datetime | None, due: datetime | None) -> float:
        """How late a submission is beyond the grace; 0 when it is in time or no time is known."""
        if submitted_at is None or due is None:
            return 0.0
        late = (submitted_at - due).total_seconds()
        return late if late > self.grace_seconds else 0.0

    def penalty(self, earned: float, seconds_late: float) -> float:
        """Points taken off."""
        percent = min(self.percent_per_day * math.ceil(seconds_late / DAY), self.percent_at_most)
        return round(earned * percent / 100, 2)


def read_policy(course: Path) -> Policy:
    """The policy of a course folder.

    Raises:
        PolicyError: the file says something that is not known.
    """
    file = course / FILE
    if not file.is_file():
        return Policy()
    try:
        said = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise PolicyError(file=file, problem="bukan TOML yang sah") from fault
    late = said.pop("terlambat", {})
    attempts = said.pop("kiriman", "terakhir")
    if attempts not in ATTEMPTS:
        raise PolicyError(file=file, problem=f'kiriman = "{attempts}" tidak dikenal')
    values = {
        "grace_seconds": 60 * _number(file, late, "tenggang_menit", 0, math.inf),
        "percent_per_day": _number(file, late, "potongan_persen_per_hari", 0, 100),
        "percent_at_most": _number(file, late, "potongan_paling_banyak", 100, 100),
    }
    for name in (*said, *late):
        raise PolicyError(file=file, problem=f'"{name}" tidak dikenal')
    return Policy(ATTEMPTS[attempts], **values)


def _number(file: Path, table: dict[str, Any], name: str, default: float, most: float) -> float:
    value = table.pop(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise PolicyError(file=file, problem=f"{name} bukan bilangan yang mungkin")
    return float(value)

"""Grading many submissions: what changed since the last time, on all cores, into the gradebook.

Theory of operation
    ``running`` finds what was handed in (``submissions``), leaves out what was graded under the same fingerprints
    (``fingerprints``), deals the rest to workers and writes what they bring back, 50 to a transaction. A worker has
    an examiner (keys, never trainee code) and rooms (trainee code, never keys) of its own. Workers are processes of
    this machine or of a Dask cluster; the same function runs in all, so grades cannot differ. Only this process
    writes to the gradebook.
"""

from __future__ import annotations

from grading.batch.policy import Policy, read_policy
from grading.batch.report import Progress, Report
from grading.batch.running import Wish, grade_course

__all__ = ["Policy", "Progress", "Report", "Wish", "grade_course", "read_policy"]

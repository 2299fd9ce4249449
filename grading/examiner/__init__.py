"""The trusted child process that knows the keys.

Theory of operation: ``solution.py`` and ``mistakes.py`` are run in a process of their own, started by exec, which
never runs a line of a trainee's code. The class service and the grader hold its end of a socket (:class:`Examiner`)
and ask for descriptions without keys and for verdicts. Whoever reads their memory finds no key.
"""

from __future__ import annotations

from grading.examiner.client import Examiner

__all__ = ["Examiner"]

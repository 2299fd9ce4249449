"""Rooms: where trainees' code runs, apart from everything that is worth having.

Theory of operation::

    grader ── rooms.Rooms ─control─► zygote: no key, empty environment, only packages to read; pandas and IPython warm
       │                                │ fork per submission, then walls: namespaces, landlock, seccomp, limits
       └── session.Session ─line─►      ▼
              cells, "give x", "call f"   room: runs cells, then answers

Between grader and room only JSON of plain values passes (``wire``, ``plain``), read by the grader as what a stranger
wrote. A room is killed whole: nothing in it can start a program, leave its process or outlive it.
"""

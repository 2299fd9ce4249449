"""Our tables beside nbgrader's: what was said about each submission, every attempt, marks by rubric."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, Float, Integer, MetaData, String, Table, Text

OWN = MetaData()

# The grade that counts, with everything that nbgrader has no column for.
RESULT = Table(
    "iku_result",
    OWN,
    Column("participant", String(128), primary_key=True),
    Column("exercise", String(128), primary_key=True),
    Column("files", String(64), nullable=False),
    Column("answers", String(64), nullable=False),
    Column("content", String(64), nullable=False),
    Column("submitted_at", DateTime()),
    Column("graded_at", DateTime(), nullable=False),
    Column("seconds_late", Float(), nullable=False),
    Column("penalty", Float(), nullable=False),
    Column("result", Text(), nullable=False),  # SubmissionResult as JSON
    Column("cells", Text(), nullable=False),  # part id -> [[notebook, grade id], …] as JSON
)

# One row an attempt (a submission with other answers), also of those that do not count.
ATTEMPT = Table(
    "iku_attempt",
    OWN,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("participant", String(128), nullable=False, index=True),
    Column("exercise", String(128), nullable=False),
    Column("answers", String(64), nullable=False),
    Column("content", String(64), nullable=False),
    Column("submitted_at", DateTime()),
    Column("graded_at", DateTime(), nullable=False),
    Column("status", String(16), nullable=False),
    Column("score", Float(), nullable=False),
    Column("max_score", Float(), nullable=False),
)

# What a person chose in a rubric. The mark itself stands in nbgrader's tables; this says how it came about, and holds
# only as long as nbgrader's tables say the same.
MARK = Table(
    "iku_mark",
    OWN,
    Column("participant", String(128), primary_key=True),
    Column("exercise", String(128), primary_key=True),
    Column("part", String(64), primary_key=True),
    Column("mark", Text(), nullable=False),  # RubricMark as JSON
    Column("marked_at", DateTime(), nullable=False),
)

"""What a trainee is told: a result as a plain mapping, and as a page of HTML. Built from results, never by running."""

from __future__ import annotations

from grading.feedback.page import feedback_page
from grading.feedback.results import mapping_of, results_for
from grading.feedback.writing import write_feedback

__all__ = ["feedback_page", "mapping_of", "results_for", "write_feedback"]

"""Checks trainees' work: exercise folder → notebook and form, sandbox, judge, gradebook, feedback."""

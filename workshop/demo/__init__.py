"""``iku demo``: a whole class without people. Everything is real but the people: door, service, desk, engine, gradebook.

``plans`` decides beforehand what each simulated trainee will do and what that deserves; ``room`` lets them do it over
HTTP, closes, grades, releases, and compares what the gradebook says with what was deserved.
"""

"""An exercise as nbgrader's notebook: source (with key), release, a participant's own, and one filled from a form.

Notebooks are written as JSON by this package itself, cell by cell: the same exercise gives the same bytes, and
nothing heavy is imported. What nbgrader's own ``generate_assignment`` makes of the source is cell for cell what
is written as release; ``iku exercise check`` proves it.
"""

"""Permainan tim: "Kepala Dinas 5 tahun" played by the room on the scenario ``agency``.

Theory of operation: the class's database holds what people said (teams, pens, decisions, guesses) and nothing that was
computed. Every figure follows from the game's seed, the team's number and the decisions, so pages compute it when they
are asked (``lived``; remembered for the process), and a class that was killed shows the same figures again. The league
ranks what a team understood, never how fast it was: before a year is closed a team says what the report will show and
what an outside count would show; points go by how near it came. The second half opens with the truth.
"""

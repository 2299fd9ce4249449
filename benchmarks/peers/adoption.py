"""Adoption on a network of colleagues in Mesa: the law of ``kpi_sim.frictions.adoption`` as agents with a weekly coin."""

from __future__ import annotations

import math
import time

from kpi_sim.frictions.adoption import Strengths


def mesa_adoption(staff: int, weeks: int, seed: int) -> tuple[float, float]:
    """Seconds of the weeks alone (building people and network left out), and the share using at the end."""
    import mesa
    import networkx as nx

    rates = Strengths()
    usability, socialisation, leadership, reluctant, reluctance, champions = 0.6, 0.5, 0.5, 0.4, 0.7, 0.02

    class Person(mesa.Agent):
        def __init__(self, model, unwilling: bool):
            super().__init__(model)
            self.drive = usability * (1 - reluctance if unwilling else 1.0)
            self.using = self.next = self.attended = False
            self.colleagues: list[Person] = []

        def decide(self):
            self.attended = self.attended or self.random.random() < come
            if self.using:
                return
            around = sum(other.using for other in self.colleagues) / len(self.colleagues)
            rate = rates.leadership * leadership + rates.training * self.attended + rates.peer * around
            self.next = self.random.random() < 1 - math.exp(-self.drive * rate)

        def act(self):
            self.using = self.using or self.next

    come = 1 - math.exp(-socialisation * rates.attendance)
    model = mesa.Model(seed=seed)
    people = [Person(model, model.random.random() < reluctant) for _ in range(staff)]
    for one, other in nx.watts_strogatz_graph(staff, 10, 0.1, seed=seed).edges:
        people[one].colleagues.append(people[other])
        people[other].colleagues.append(people[one])
    willing = [person for person in people if person.drive == usability]
    for person in model.random.sample(willing, round(champions * staff)):
        person.using = True
    begun = time.perf_counter()
    for _ in range(weeks):
        model.agents.do("decide")
        model.agents.do("act")
    return time.perf_counter() - begun, sum(person.using for person in people) / staff

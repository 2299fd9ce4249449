"""Hypothesis strategies for counter services."""

from __future__ import annotations

from hypothesis import strategies as st

from kpi_sim import ServiceSystem, Stage


def stages(name: str, *, patience: bool = True) -> st.SearchStrategy[Stage]:
    """One stage with few servers, any of the three service laws, perhaps impatient customers."""
    return st.builds(
        Stage,
        name=st.just(name),
        servers=st.integers(1, 4),
        service_mean=st.floats(0.5, 12),
        service_cv=st.sampled_from([0.0, 0.5, 1.0, 1.7]),
        patience_mean=st.none() | st.floats(3, 60) if patience else st.none(),
        prepared_factor=st.sampled_from([0.0, 0.3, 1.0]),
    )


@st.composite
def systems(draw: st.DrawFn, *, most_stages: int = 3, patience: bool = True) -> ServiceSystem:
    """A small service with hourly rates (hours without anybody among them) and perhaps a break."""
    number = draw(st.integers(1, most_stages))
    hour = st.one_of(st.just(0.0), st.floats(0.2, 14))
    return ServiceSystem(
        stages=tuple(draw(stages(f"s{k}", patience=patience)) for k in range(number)),
        arrivals=tuple(draw(st.lists(hour, min_size=1, max_size=5))),
        prepared_share=draw(st.sampled_from([0.0, 0.4, 1.0])),
        breaks=draw(st.sampled_from([(), ((9.5, 10.25),), ((8.0, 8.5), (10.0, 11.0))])),
        day_factors=draw(st.sampled_from([(), (1.5, 0.0, 0.7)])),
    )

"""One server behind the class's front door for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from simulators.serving import Site, running


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The simulators' server as a class starts it."""
    with running(tmp_path_factory.mktemp("simulator"), front=True) as site:
        yield site

"""A real server with an evening, and visitors of it."""

from collections.abc import AsyncIterator

import pytest

from tests.console.conftest import Evening, House, house
from tests.sockets.visitor import Visitor

__all__ = ["house"]


@pytest.fixture
def evening(house: House) -> Evening:
    """A fresh dialogue that collects."""
    return house.evening()


@pytest.fixture
async def visitor(house: House) -> AsyncIterator[Visitor]:
    """A browser without any right."""
    async with Visitor(house.server.url) as made:
        yield made

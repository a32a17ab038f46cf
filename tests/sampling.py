"""Parameters of which the normal suite takes a sample, and `make soak` all."""

from collections.abc import Iterable
from typing import Any

import pytest


def sampled(values: Iterable[Any], sample: Iterable[Any]) -> list[Any]:
    """Return the values as parameters; those outside the `sample` are left to the soak."""
    kept = list(sample)
    return [pytest.param(value, marks=[] if value in kept else [pytest.mark.soak]) for value in values]

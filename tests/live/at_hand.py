"""What the process that groups imports, for a process that is copied instead (`tests/live/conftest.py`)."""

import workshop.live.embedder
import workshop.live.grouping_worker
from workshop.live import grouping_process

__all__ = ["grouping_process", "workshop"]

# Behind everything else of two busy workers a test would wait for its turn, not for grouping.
grouping_process.NICENESS = 1

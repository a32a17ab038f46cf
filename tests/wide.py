"""A `workshop` command under the widest umask; run as `python -m tests.wide new …`."""

import os
import sys

from workshop import cli

if __name__ == "__main__":
    os.umask(0)
    sys.exit(cli.main())  # type: ignore[func-returns-value]

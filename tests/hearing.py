"""A server that is told of what a test writes beside it."""

import signal
from dataclasses import dataclass

from tests.beside import HEARD
from tests.conftest import LiveServer
from tests.waiting import until


@dataclass
class HearingServer(LiveServer):
    """Such a server; without being told it hears of that as any other, in some seconds."""

    program: str = "tests.beside"

    def hear_of(self, dialogue_id: int) -> None:
        """Tell it that a dialogue has changed; return when it knows. One that is away will ask."""
        process, heard = self.process, self.data / HEARD
        if process is None or process.poll() is not None:
            return
        part = heard.with_suffix(".part")
        part.write_text(str(dialogue_id))
        part.replace(heard)
        process.send_signal(signal.SIGUSR1)
        until(lambda: not heard.exists() or process.poll() is not None, why=self.log)

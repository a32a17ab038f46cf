"""The websocket below: how large a message may be, and what is no text ends the connection without a word."""

from typing import Any

from websockets.frames import Frame

from workshop.doors.connection import Socket

# The largest form that somebody may fill in, twice quoted; counted when it is unpacked.
MOST_BYTES = 128 * 1024
# Browsers cut a message into a few pieces, and an empty piece weighs nothing.
MOST_PIECES = 1000
# Frames about the connection itself: a browser answers ours, a proxy may ask now and then. One a second is
# forgiven.
MOST_CONTROLS = 60


class Wire(Socket):
    """uvicorn's websocket, which would write of each message that is no UTF-8 how it came to read it."""

    _controls = 0.0
    _counted_at = 0.0

    def handle_ping(self) -> None:
        """Answer; the answers of whoever asks all the time and reads nothing would pile up."""
        if self._counts():
            super().handle_ping()

    def handle_pong(self, event: Frame) -> None:
        """Take an answer."""
        if self._counts():
            super().handle_pong(event)

    def handle_cont(self, event: Frame) -> None:
        """Take a further piece of a message."""
        if len(self.frames) < MOST_PIECES:
            super().handle_cont(event)
        else:
            self.cut()

    def _counts(self) -> bool:
        """Count a frame about the connection itself; cut the connection at one too many."""
        if self.transport.is_closing():
            return False
        now = self.loop.time()
        self._controls = max(0.0, self._controls - (now - self._counted_at)) + 1
        self._counted_at = now
        if self._controls > MOST_CONTROLS:
            self.cut()
        return self._controls <= MOST_CONTROLS

    def send_receive_event_to_app(self) -> None:
        """Hand a whole message on, if it can be read."""
        if self.curr_msg_data_type == "text" and not self.close_sent:
            try:
                b"".join(self.frames).decode()
            except UnicodeDecodeError:
                self.frames = []
                self.conn.send_close(1007)
                self.handle_parser_exception()
                return
        super().send_receive_event_to_app()


def socket_options() -> dict[str, Any]:
    """Return how uvicorn takes sockets."""
    return {"ws": Wire, "ws_max_size": MOST_BYTES}

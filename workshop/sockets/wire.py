"""The websocket below: how large a message may be, and what is no text ends the connection without a word."""

from typing import Any

from workshop.doors.connection import Socket

# The largest form that somebody may fill in, twice quoted; counted when it is unpacked.
MOST_BYTES = 128 * 1024


class Wire(Socket):
    """uvicorn's websocket, which would write of each message that is no UTF-8 how it came to read it."""

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

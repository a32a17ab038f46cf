"""When cards come on the board, in words."""

from workshop.i18n import Gettext
from workshop.models import Showing


def showing_names(gettext: Gettext) -> list[tuple[str, str]]:
    """Return the choices with what they are called."""
    _ = gettext
    return [
        (Showing.AT_ONCE, _("at once")),
        (Showing.DELAY, _("after some seconds")),
        (Showing.APPROVAL, _("after a person has looked at each")),
    ]

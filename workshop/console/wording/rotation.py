"""How people change tables between rounds, in words."""

from workshop.i18n import Gettext
from workshop.models import Rotation


def rotation_names(gettext: Gettext) -> list[tuple[str, str]]:
    """Return the choices with what they are called, each as the end of a sentence."""
    _ = gettext
    return [
        (Rotation.CHOOSE, _("people choose a table themselves")),
        (Rotation.MOVE_ON, _("everybody moves on to the next table")),
    ]

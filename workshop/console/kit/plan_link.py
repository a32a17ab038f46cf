"""The way to the measures table."""

from workshop.console.kit.controls import Tag
from workshop.i18n import Gettext


def plan_link(code: str, *, gettext: Gettext) -> Tag:
    """Return the link to the measures table of a dialogue."""
    return Tag("a", gettext("Measures table"), "button plan-link", href=f"/console/{code}/measures")

"""What the measures table says about itself."""

from collections.abc import Sequence

from workshop.i18n import Gettext
from workshop.live.cell_editors import Editor


def table_texts(*, gettext: Gettext) -> dict[str, str | dict[str, str]]:
    """Return the texts that the browser needs."""
    _ = gettext
    return {
        "table": _("Measures"),
        "number": _("No."),
        "of": _("{field}, no. {number}: {title}"),
        "unsaved": _("Not stored yet"),
        "save": _("Save"),
        "drop": _("Throw away"),
        "sending": _("Is being stored …"),
        "meanwhile": _("Meanwhile somebody else has stored this here:"),
        "empty": _("(empty)"),
        "keep": _("Store mine"),
        "take": _("Take the stored one"),
        "lost": _("This could not be stored, for its measure is no longer in the table:"),
        "writing": _("Writing now:"),
        "keys": _(
            "Enter: cell below · Shift+Enter: new line · Tab: next cell · Esc: leave without storing"
            " · Ctrl+Z: undo"
        ),
        "undo": _("Undo"),
        "redo": _("Redo"),
        "undone": _("Taken back: {what}"),
        "redone": _("Done again: {what}"),
        "unturned": {
            "changed": _("Not changed, for somebody has written something else there since: {what}"),
            "typed": _("Here something is typed that is not stored yet: {what}"),
            "gone": _("Not changed, for its measure is no longer in the table."),
            "failed": _("That could not be stored. Please try again: {what}"),
        },
    }


def editor_name(editor: Editor, *, gettext: Gettext) -> str:
    """Return what somebody who writes is called: the host of which table, or a moderator with a number."""
    _ = gettext
    if editor.table is not None:
        return _("Host of table %(number)d") % {"number": editor.table}
    return _("Moderator") if editor.number == 1 else _("Moderator %(number)d") % {"number": editor.number}


def responsible_words(open_numbers: Sequence[int], total: int, *, gettext: Gettext) -> str:
    """Say for how many measures somebody in particular is responsible."""
    words = gettext("Somebody is responsible for %(n)d of %(total)d")
    return words % {"n": total - len(open_numbers), "total": total}


def sought_words(open_numbers: Sequence[int], *, gettext: Gettext) -> str:
    """Name the measures for which somebody is still sought; nothing where there is none."""
    if not open_numbers:
        return ""
    return gettext("Still looking for somebody: no. %(numbers)s") % {
        "numbers": ", ".join(map(str, open_numbers))
    }

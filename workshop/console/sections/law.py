"""What the law asks the operator for: what is missing on the public pages, and drafts for the office."""

from workshop.console.frame.dialogue_frame import Section
from workshop.console.frame.page import Page
from workshop.console.kit.controls import Tag, box
from workshop.i18n import Gettext
from workshop.law.papers import PAPERS
from workshop.law.particulars import particulars_of


def paper_titles(*, gettext: Gettext) -> dict[str, str]:
    """Return what each draft is, by its name."""
    _ = gettext
    return {
        "verzeichnis": _("Entry for the record of processing activities"),
        "massnahmen": _("List of technical and organisational measures"),
        "aushang": _("Notice for the hall: your card and your data"),
        "auftragsverarbeitung": _("Structure of an agreement with whoever runs the machine"),
        "schwellwertanalyse": _("Is a data protection impact assessment needed?"),
    }


class LawSection(Section):
    """Missing particulars, the public pages, and the drafts to be downloaded."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._missing()
        self._drafts()

    def _missing(self) -> None:
        _ = self._page.gettext
        missing = particulars_of(self._page.services.settings).missing()
        with box("panel"):
            Tag("h2", _("The public pages"))
            with box("", "p"):
                Tag("a", _("Privacy"), href="/j/-/privacy")
                Tag("span", " · ")
                Tag("a", _("Accessibility"), href="/j/-/accessibility")
            if not missing:
                Tag("p", _("Everything that they need is filled in."))
                return
            Tag(
                "p",
                _(
                    "These settings are still missing. The pages say so at their place. "
                    "Whoever runs the server sets them (docs/settings.md)."
                ),
            )
            with box("missing-settings", "ul"):
                for name in missing:
                    Tag("li", name)

    def _drafts(self) -> None:
        _ = self._page.gettext
        titles = paper_titles(gettext=_)
        with box("panel files"):
            Tag("h2", _("Drafts for your office"))
            Tag(
                "p",
                _(
                    "Word files in German with the facts of this installation. What only you know is marked "
                    "in yellow. Your data protection officer has to check each of them before it is used."
                ),
            )
            with box("file-list", "dl"):
                for paper in PAPERS:
                    with box("", "dt"):
                        Tag("a", paper.file, href=f"/console/law/{paper.file}", download=paper.file)
                    Tag("dd", f"{titles[paper.name]} ({paper.article} DSGVO)")

"""Who has access to the whole installation: links and devices of all dialogues, for organisers."""

from workshop.console.frame.organisers_page import OrganisersPage
from workshop.console.sections.access import AccessSection


class AccessPage(OrganisersPage):
    """All access, on a page of its own."""

    def name(self) -> str:
        """Return the heading."""
        _ = self.gettext
        return _("Access to all dialogues")

    def place(self) -> None:
        """Place the section."""
        AccessSection(self, None)

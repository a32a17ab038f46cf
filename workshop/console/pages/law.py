"""What the law asks the operator for, on a page of its own, for organisers."""

from workshop.console.frame.organisers_page import OrganisersPage
from workshop.console.sections.law import LawSection


class LawPage(OrganisersPage):
    """Privacy and accessibility of the whole installation."""

    def name(self) -> str:
        """Return the heading."""
        _ = self.gettext
        return _("Privacy and accessibility")

    def place(self) -> None:
        """Place the section."""
        LawSection(self)

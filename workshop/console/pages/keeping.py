"""How long each dialogue is kept and what has to be done before it goes, for organisers."""

from workshop.console.frame.copies_notice import CopiesNotice
from workshop.console.frame.organisers_page import OrganisersPage
from workshop.console.sections.keeping import KeepingSection


class KeepingPage(OrganisersPage):
    """All dialogues by their day of deletion."""

    def name(self) -> str:
        """Return the heading."""
        _ = self.gettext
        return _("Keeping and deleting")

    def place(self) -> None:
        """Place the section."""
        CopiesNotice(self, tells_all=True)
        self._section = KeepingSection(self)

    async def build(self) -> None:
        """Fill the page."""
        await self._section.read()

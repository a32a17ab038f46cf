"""The note about the backups that the server makes by itself, for organisers; it goes by itself too."""

from workshop.console.frame.page import Page
from workshop.console.kit.controls import Tag, box
from workshop.console.wording.copies import advice, comfort, failure_told, last_told, title_of
from workshop.models import now


class CopiesNotice:
    """Says that a backup failed, when the last one was made and what to do, until one is made again.

    With `tells_all` it also says when the last one was made where nothing is wrong.
    """

    def __init__(self, page: Page, *, tells_all: bool = False) -> None:
        self._page, self._copies, self._tells_all = page, page.services.copies, tells_all
        self._body = box("copies-notice", role="status")
        page.client.on_delete(self._copies.listen(self._show))
        self._show()

    def _show(self) -> None:
        page, _ = self._page, self._page.gettext
        if page.client.is_deleted or page.is_locked:
            return
        trouble = self._copies.trouble(now())
        zone = page.services.settings.zone
        last = last_told(self._copies, lang=page.lang, zone=zone, gettext=_)
        self._body.clear()
        self._body.set_visibility(bool(trouble) or (self._tells_all and self._copies.is_kept))
        with self._body:
            if trouble is None:
                Tag("p", last, "intro")
                return
            with box("panel copies-trouble"):
                Tag("h2", title_of(trouble, gettext=_))
                failed = failure_told(self._copies, lang=page.lang, zone=zone, gettext=_)
                Tag("p", f"{last} {failed}".strip())
                Tag("p", advice(trouble, gettext=_))
                Tag("p", comfort(trouble, gettext=_), "field-note")

"""The page with the house rules, for moderators and hosts."""

from workshop.console.frame.dialogue_frame import Section
from workshop.console.frame.page import Page
from workshop.console.kit.controls import Tag, box
from workshop.console.sections.house_rules.text import house_rules


class HouseRulesSection(Section):
    """How people talk here, words for difficult moments, whom to ask; each line is a text node."""

    def __init__(self, page: Page) -> None:
        _, settings = page.gettext, page.services.settings
        with box("section-head"):
            Tag("h2", _("House rules"))
        # Nothing in it can be clicked, and with the keyboard people scroll what has the focus.
        with box("panel house-rules", dir="auto", tabindex="0", role="region", aria_label=_("House rules")):
            for block in house_rules(settings, page.lang):
                if block.tag == "ul":
                    with box("", "ul"):
                        for line in block.lines:
                            Tag("li", line)
                else:
                    Tag(block.tag, " ".join(block.lines))
            name, mail = settings.operator_name.strip(), settings.operator_mail.strip()
            if not settings.house_rules_text and (name or mail):
                Tag("p", _("The operator: %(who)s") % {"who": ", ".join(filter(None, (name, mail)))})

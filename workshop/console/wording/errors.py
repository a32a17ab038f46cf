"""What a refusal means for the person who did the deed."""

from workshop.domain.errors import DomainError
from workshop.i18n import Gettext


def error_sentence(error: DomainError, *, gettext: Gettext) -> str:
    """Return what an error means for the person who did the deed, and what can be done."""
    _ = gettext
    sentences = {
        "already_there": _("The card is in this topic already."),
        "already_started": _("The evening has started; tables and questions can only be changed before."),
        "changed_meanwhile": _(
            "Somebody else changed this a moment ago, so nothing was changed. You now see the present state."
        ),
        "closed": _("The dialogue is closed. Go back to an earlier step to add cards."),
        "details_invalid": _("One of the fields cannot be stored like this."),
        "dialogue_unknown": _("This dialogue no longer exists."),
        "entry_unknown": _("This card no longer exists."),
        "entry_withdrawn": _("The author has withdrawn this card."),
        "forbidden": _("You have no right to do this. Ask for a link."),
        "group_dissolved": _(
            "This topic was merged into another one meanwhile. You now see the present state."
        ),
        "group_unknown": _("This topic no longer exists."),
        "label_missing": _("Please give the topic a name."),
        "last_table": _("The last table stays: a dialogue needs at least one."),
        "link_used": _("This link has been used already or was taken back."),
        "minutes_out_of_range": _("A round takes 1 to 180 minutes."),
        "no_clock": _("No clock is running."),
        "not_a_rehearsal": _("Only rehearsals can be wiped."),
        "not_collecting": _("No cards are being collected now."),
        "nothing_chosen": _("Please choose at least one card."),
        "nothing_left_in_group": _("At least one card must stay in the topic."),
        "nothing_to_mark": _("Please choose two different topics."),
        "nothing_to_merge": _("Please choose another topic."),
        "nothing_to_redo": _("There is nothing to do again."),
        "nothing_to_undo": _("There is nothing to undo."),
        "other_table": _("Cards and topics stay at their own table."),
        "outcome_unknown": _("This result no longer exists."),
        "proposal_unknown": _("This suggestion no longer exists."),
        "rounds_out_of_range": _("Please choose 1 to 20 rounds."),
        "table_key_reserved": _("This key is an address of the phone page. Please choose another one."),
        "table_unknown": _("This table no longer exists."),
        "text_empty": _("Please write something on the card."),
        "text_too_long": _("This text is too long."),
        "title_missing": _("Please give it a title."),
        "too_many_tables": _("More than 12 tables are not possible."),
    }
    return sentences.get(error.key) or _("This did not work; nothing was changed.")

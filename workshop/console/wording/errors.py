"""What a refusal means for the person who did the deed."""

from workshop.domain.errors import DomainError, Refusal
from workshop.i18n import Gettext


def error_sentence(error: DomainError, *, gettext: Gettext) -> str:
    """Return what an error means for the person who did the deed, and what can be done."""
    _ = gettext
    sentences = {
        Refusal.ALREADY_THERE: _("The card is in this topic already."),
        Refusal.ALREADY_STARTED: _(
            "The evening has started; tables and questions can only be changed before."
        ),
        Refusal.AUTHOR_FORGOTTEN: _("Nobody stores any longer who wrote this card."),
        Refusal.BUDGET_OUT_OF_RANGE: _("Please choose 1 to 100 cards, or leave the field empty."),
        Refusal.CAPTION_MISSING: _("Please say in a few words what is to be seen."),
        Refusal.CHANGED_MEANWHILE: _(
            "Somebody else changed this a moment ago, so nothing was changed. You now see the present state."
        ),
        Refusal.CODE_DIFFERS: _("This is not the code of this evening; nothing was deleted."),
        Refusal.CLOSED: _("The dialogue is closed. Go back to an earlier step to add cards."),
        Refusal.DAY_OUT_OF_RANGE: _("Please give a day between 1900 and 2199."),
        Refusal.DELETE_DAY_OUT_OF_RANGE: _(
            "The dialogue would be deleted too soon or too late. Please give a day of deletion that is at "
            "least a week from now and at most ten years after the evening."
        ),
        Refusal.DETAILS_INVALID: _("One of the fields cannot be stored like this."),
        Refusal.DIALOGUE_UNKNOWN: _("This dialogue no longer exists."),
        Refusal.DOTS_GIVEN: _(
            "Somebody has given dots already; how many there are was told before and stays."
        ),
        Refusal.DOTS_OUT_OF_RANGE: _(
            "Please choose 0 to 20 dots for each person, and 0 to 9999 dots on paper."
        ),
        Refusal.ENTRY_UNKNOWN: _("This card no longer exists."),
        Refusal.ENTRY_WITHDRAWN: _("The author has withdrawn this card."),
        Refusal.FIELD_MISSING: _("Please fill in every field that is needed."),
        Refusal.FORBIDDEN: _("You have no right to do this. Ask for a link."),
        Refusal.FROM_PAPER: _("You cannot tell who wrote a card from paper."),
        Refusal.GROUP_DISSOLVED: _(
            "This topic was merged into another one meanwhile. You now see the present state."
        ),
        Refusal.GROUP_UNKNOWN: _("This topic no longer exists."),
        Refusal.GROUP_WITHOUT_NUMBER: _(
            "Please write each group on a line of its own, with its number: “Volunteers: 52”."
        ),
        Refusal.LABEL_MISSING: _("Please give the topic a name."),
        Refusal.LAST_TABLE: _("The last table stays: a dialogue needs at least one."),
        Refusal.LAST_ORGANISER: _(
            "The last organiser stays: otherwise nobody could open the console. "
            "The command “workshop access” on the server gives a new link for organisers."
        ),
        Refusal.LINK_EXPIRED: _("This link was not used in time and has expired."),
        Refusal.LINK_INVALID: _("There is no such role with this dialogue and table."),
        Refusal.LINK_REVOKED: _("This link was taken back."),
        Refusal.LINK_UNKNOWN: _("This link does not exist (any more)."),
        Refusal.LINK_USED: _("This link has been used already."),
        Refusal.MINUTES_OUT_OF_RANGE: _("A round takes 1 to 180 minutes."),
        Refusal.MUTE_UNKNOWN: _("This no longer holds anybody's cards back."),
        Refusal.NO_CLOCK: _("No clock is running."),
        Refusal.NO_SUMMARIES_NOW: _("Summaries are written from collecting until the evening is closed."),
        Refusal.NOT_A_REHEARSAL: _("Only rehearsals can be wiped."),
        Refusal.NOT_IN_SERIES: _("This evening is in no series."),
        Refusal.NOT_COLLECTING: _("No cards are being collected now."),
        Refusal.NOT_WEIGHING: _("Nobody gives dots now: go to the step of weighing."),
        Refusal.NOT_FROM_PAPER: _("Only cards from paper can be changed here."),
        Refusal.NOTHING_CHOSEN: _("Please choose at least one card."),
        Refusal.NOTHING_LEFT_IN_GROUP: _("At least one card must stay in the topic."),
        Refusal.NOTHING_TO_MARK: _("Please choose two different topics."),
        Refusal.NOTHING_TO_MERGE: _("Please choose another topic."),
        Refusal.NOTHING_TO_REDO: _("There is nothing to do again."),
        Refusal.NOTHING_TO_UNDO: _("There is nothing to undo."),
        Refusal.NUMBER_INVALID: _(
            "Please write numbers in digits, such as 24300 or 24.300, and nothing beside them."
        ),
        Refusal.OTHER_TABLE: _("Cards and topics stay at their own table."),
        Refusal.OUTCOME_UNKNOWN: _("This result no longer exists."),
        Refusal.PHOTO_HEIC: _(
            "HEIC photos cannot be read here. On an iPhone choose “Most Compatible” under Settings, Camera, "
            "Formats, or send the photo as JPEG."
        ),
        Refusal.PHOTO_KIND: _("This is no photo that can be taken: please choose a JPEG, PNG or WebP file."),
        Refusal.PHOTO_MOVES: _("This picture moves. Please choose one that stands still."),
        Refusal.PHOTO_TOO_LARGE: _("This photo is too large. Please take a smaller one."),
        Refusal.PHOTO_UNKNOWN: _("This photo no longer exists."),
        Refusal.PHOTO_UNREADABLE: _("This file cannot be read as a photo; it may be damaged."),
        Refusal.PHOTOS_BUSY: _("Several photos are being stored just now. Please try again in a minute."),
        Refusal.PROPOSAL_UNKNOWN: _("This suggestion no longer exists."),
        Refusal.QUESTION_UNKNOWN: _("This question does not exist."),
        Refusal.REASON_MISSING: _("Please choose a reason."),
        Refusal.ROUNDS_OUT_OF_RANGE: _("Please choose 1 to 20 rounds."),
        Refusal.SECONDS_OUT_OF_RANGE: _("A card waits 5 to 120 seconds."),
        Refusal.SERIES_UNKNOWN: _("There is no such series, or you moderate none of its evenings."),
        Refusal.STEP_IN_THE_WAY: _("A later step changed the same thing. Take that one back first."),
        Refusal.SUMMARY_UNKNOWN: _("This summary no longer exists."),
        Refusal.TABLE_KEY_RESERVED: _("This key is an address of the phone page. Please choose another one."),
        Refusal.TABLE_UNKNOWN: _("This table no longer exists."),
        Refusal.TEXT_EMPTY: _("Please write something on the card."),
        Refusal.TEXT_HEAPED: _("Too many signs stand on one letter."),
        Refusal.TEXT_TOO_LONG: _("This text is too long."),
        Refusal.TITLE_MISSING: _("Please give it a title."),
        Refusal.TOO_MANY: _("These are too many at once. Please choose fewer."),
        Refusal.TOO_MANY_PHOTOS: _(
            "There are as many photos as an evening can have. Delete one to add another."
        ),
        Refusal.TOO_MANY_TABLES: _("More than 12 tables are not possible."),
        Refusal.VERDICT_MISSING: _("Please choose whether the topic is taken up."),
        Refusal.WINDOW_OUT_OF_RANGE: _(
            "Please give an end for cards after the evening that lies ahead, and no window more than half a "
            "year from now."
        ),
    }
    return sentences.get(error.key) or _("This did not work; nothing was changed.")

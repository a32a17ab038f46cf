"""The board's own words in the dialogue's language."""

from babel import Locale

from exports.languages import language_name
from workshop.i18n import DEFAULT, catalogue, languages_of, supported
from workshop.models import Phase, Window

_SAMPLES = range(200)
# Tags that name no one language.
_NO_LANGUAGE = {"und", "mul", "mis", "zxx"}


class Wording:
    """Texts of the catalogue `board`, in German where the dialogue's language has none."""

    def __init__(self, lang: str) -> None:
        self.home = lang or DEFAULT
        self.lang = supported(lang, languages_of("board")) or DEFAULT
        self._texts = catalogue("board", self.lang)

    def say(self, message: str, **facts: object) -> str:
        """Return a text with its facts filled in."""
        return self._texts.gettext(message).format(**facts)

    def count(self, one: str, many: str, n: int) -> str:
        """Return the text for `n` things."""
        return self._texts.ngettext(one, many, n).format(n=n)

    def forms(self, one: str, many: str) -> dict[str, str]:
        """Return the text for each plural category (CLDR), for numbers that only the browser knows."""
        category = Locale.parse(self.lang.split("-", maxsplit=1)[0]).plural_form
        found: dict[str, str] = {}
        for n in _SAMPLES:
            found.setdefault(category(n), self._texts.ngettext(one, many, n))
        return found

    def phases(self) -> dict[Phase, str]:
        """Return what the phases are called."""
        say = self._texts.gettext
        return {
            Phase.PREPARATION: say("Preparation"),
            Phase.COLLECT: say("Collecting"),
            Phase.SORT: say("Sorting"),
            Phase.WEIGH: say("Weighing"),
            Phase.HARVEST: say("Harvest"),
            Phase.CLOSED: say("Closing"),
        }

    def tongue(self, tag: str) -> str:
        """Return what a card's language is called in the dialogue's; empty for that one and an unknown."""
        base = tag.partition("-")[0].lower()
        if base == self.home.partition("-")[0].lower() or base in _NO_LANGUAGE:
            return ""
        name = language_name(tag, lang=self.home)
        return "" if name == tag else name

    def for_browser(self) -> dict[str, str | dict[str, str]]:
        """Return the texts that the page itself puts in."""
        say = self._texts.gettext
        return {
            "lang": self.lang,
            "home": self.home,
            "phases": {str(phase): name for phase, name in self.phases().items()},
            "empty": say("No card yet – scan the code"),
            "empty_now": say("No card"),
            "fresh": say("Just in"),
            "single": say("Single cards"),
            "topics": say("Topics"),
            "questions": say("Questions"),
            "parked": say("Parked topics:"),
            "alike": say("alike:"),
            "against": say("contradicts “{topic}”"),
            "topics_by_size": say("Topics by size"),
            "ranking": say("Topics by dots"),
            "change": say("Please change tables"),
            "cards_stay": say("Your cards stay at the table."),
            "pause": say("Pause"),
            "soon": say("The last two minutes"),
            "over": say("Please come to an end"),
            "sound_on": say("Switch the sound on"),
            "what_next": say("What comes next?"),
            "rehearsal": say("REHEARSAL"),
            "join": say("How to join"),
            "join_scan": say("Scan this code with the phone's camera"),
            "join_type": say("or open {address} and type the code"),
            "code": say("Code"),
            "qr": say("QR code to join"),
            "shut": say("Nobody new can join at the moment"),
            "begins": say("We will begin in a moment."),
            "thanks": say("Thank you for taking part!"),
            "promise": say("What happens with the results"),
            "handouts": say("Take the results home"),
            "handouts_how": say("Evening edition and wall sheets: scan this code or open"),
            "gone": say("This dialogue no longer exists."),
            "gone_more": say("Its cards and topics are deleted. You can close this page."),
            "help": say("Keys"),
            "key_overview": say("All tables"),
            "key_table": say("One table"),
            "key_view": say("Topics or questions"),
            "key_page": say("More topics, back"),
            "key_join": say("Code large or small"),
            "key_calm": say("Calm slide on and off"),
            "key_clock": say("Clock on the calm slide"),
            "key_full": say("Whole screen"),
            "key_help": say("This help"),
            "key_letters": say("Keys with a letter or digit, on this device"),
            "view": say("View"),
            "windows": {
                Window.BEFORE: say("before the evening"),
                Window.AFTER: say("handed in later"),
            },
            "more_topics": self.forms("+ {n} more topic", "+ {n} more topics"),
            "more_cards": self.forms("+ {n} more", "+ {n} more"),
            "single_cards": self.forms("{n} single card", "{n} single cards"),
            "cards": self.forms("{n} card", "{n} cards"),
            "lost": {
                "offline": say("This device is not in the network. You see the state of {time}."),
                "away": say("The server cannot be reached. You see the state of {time}."),
                "again": say("The server answers again. The board is connecting."),
                "blocked": say(
                    "The server answers, but something on the way blocks the live connection. "
                    "You see the state of {time}."
                ),
                "foreign": say("The server does not know the address {here}. Please open {there}."),
            },
            "page_of": say("{a}–{b} of {n}"),
        }

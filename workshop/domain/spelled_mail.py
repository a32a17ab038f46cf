"""Mail addresses that are written for people and not for machines: "jemand (at) stadt punkt de".

A word that stands for @ is believed where the rest of an address follows, and the more ordinary the word, the
more must follow: "at" also begins half of all English places.
"""

import re

# The words of one language go together: "at this point in" is no address.
_PAIRS = (
    (r"at|ät|aet|et", r"dot|punkt|nokta|xal|pika"),
    (r"affe", r"dot|punkt"),
    (r"arobase|arroba|arond", r"point|punto|punct|dot"),
    (r"собака|собачка|равлик|эт|ет", r"точка|крапка|дот"),
    (r"آت|ات|أت|إت|آتساین|ئەت", r"نقطة|نقطه|دوت|دات|خاڵ"),
    (r"ኣት|አት", r"ነጥቢ|ነጥብ|ዶት"),
)
_AT = "|".join(at for at, _ in _PAIRS)
_DOT = "|".join(dot for _, dot in _PAIRS)
# Words that stand for @ and nothing else.
_SIGN = r"@|ät|aet|affe|arobase|arroba|собака|собачка|равлик|آتساین"
_ENDS = (
    r"(?:de|com|net|org|eu|info|at|ch|fr|it|es|nl|be|pl|ro|tr|ru|ua|uk|us|al|rs|ir|sy|iq|af|er|et|biz|gov|edu"
    r"|email|online|me|io)\b"
)
_HOSTS = r"gmail|googlemail|gmx|yahoo|hotmail|outlook|icloud|posteo|protonmail|freenet|aol|yandex"
_MORE_HOSTS = rf"{_HOSTS}|web|t-online|mail|live|proton|mailbox|arcor|ukr|rambler"
_OPEN, _SHUT = r"[ \n]{0,3}[(\[{<*~|] ?", r" ?[)\]}>*~|][ \n]{0,3}"
_HOST = r"[\w-]{1,63}"
_GAP = r"[ \n]{1,3}"
_ANY_DOT = rf"(?: ?\. ?|{_GAP}(?:{_DOT}){_GAP}|{_OPEN}(?:{_DOT}|\.){_SHUT})"

_ADDRESS = re.compile(
    r"(?<=\w)(?:"
    # jemand (at) stadt.de, jemand[ät]stadt[punkt]de; (a) also counts something.
    rf"{_OPEN}(?:{_AT}|@){_SHUT}{_HOST}{_ANY_DOT}\w{{2,24}}"
    rf"|[(\[{{]a[)\]}}]{_HOST}{_ANY_DOT}{_ENDS}"
    # jemand ät stadt.de, jemand @ stadt . de
    rf"|[ \n]{{0,3}}(?:(?<=[ \n])(?:{_SIGN})(?=[ \n])|@)[ \n]{{0,3}}{_HOST}{_ANY_DOT}{_ENDS}"
    # jemand at gmx.de, jemand@gmx
    rf"|{_GAP}(?:{_AT}){_GAP}(?:{_MORE_HOSTS}) ?\. ?{_ENDS}"
    rf"|(?:[ \n]{{0,3}}@[ \n]{{0,3}}|{_OPEN}(?:{_AT}){_SHUT})(?:{_HOSTS})\b"
    # jemand at stadt punkt de
    + "".join(rf"|{_GAP}(?:{at}){_GAP}{_HOST}{_GAP}(?:{dot}){_GAP}{_ENDS}" for at, dot in _PAIRS)
    + ")"
)
# One word or sign of the middle is in each such address, and one of the end.
# For speed, two tables of letters: nearly all words of a card end at one of them.
_AT_WORDS = [*_AT.split("|"), "AT", "At", "ÄT", "Ät"]
_ALONE = [word for word in _AT_WORDS if word != "et"]  # which means "and" in French
_FIRST, _SECOND = ("".join(sorted({word[at] for word in _ALONE})) for at in (0, 1))
_ENDINGS = "|".join(sorted({word[2:] for word in _ALONE}))
WORD_FOR_AT = re.compile(rf" [{_FIRST}][{_SECOND}](?:{_ENDINGS})[ \n]")
_AT_IN_BRACKETS = re.compile(rf"[(\[{{<*~|] ?(?:{'|'.join(_AT_WORDS)}|[aA@]) ?[)\]}}>*~|]")
_HINTS = (*_DOT.split("|"), *_HOSTS.split("|"))
_END = re.compile(rf"\. ?{_ENDS}")


def may_spell_a_mail(text: str, *, has_brackets: bool) -> bool:
    """Say quickly whether a longer look is worth while; it is asked of each card with a number."""
    if has_brackets and _AT_IN_BRACKETS.search(text):
        return True
    if not WORD_FOR_AT.search(text):
        return False
    low = text.lower()
    return any(map(low.__contains__, _HINTS)) or ("." in low and _END.search(low) is not None)


def spells_a_mail(text: str) -> bool:
    """Say whether a text without unseen characters holds an address that is spelled for people."""
    return _ADDRESS.search(text.lower()) is not None

import unicodedata
from collections import Counter

import pytest
from babel.core import get_global
from hypothesis import given
from hypothesis import strategies as st

from workshop.domain.language import checked_tag, direction_of, language_of, script_of, scripts_of

pytestmark = pytest.mark.unit
LETTERS_OF_SCRIPTS = {
    unicodedata.name(chr(number)).split(" ")[0]: chr(number)
    for number in range(0x10000)
    if chr(number).isalpha() and number not in range(0x400, 0x410)
}


@pytest.mark.parametrize(
    ("text", "claimed", "lang"),
    [
        ("Mehr Busse", "de", "de"),
        ("Mehr Busse", "en", "en"),
        ("نحتاج دورات لغة", "de", "ar"),
        ("ما به کلاس زبان نیاز داریم", "de", "fa"),
        ("ما به کلاس زبان نیاز داریم", "fa", "fa"),
        ("Потрібні курси", "de", "uk"),
        ("Нужны курсы", "de", "ru"),
        ("ቋንቋ ንምምሃር", "de", "ti"),
        ("Deutschkurse am Abend", "ar", "und"),
        ("Deutschkurse am Abend", "mk", "und"),
        ("Повеќе автобуси навечер", "mk", "mk"),
        ("Кешке автобустар көбірек", "kk", "kk"),
        ("Кешке автобустар көбірек", "kk-KZ", "kk-KZ"),
        ("Keshke avtobustar", "kk", "kk"),
        ("Повече автобуси вечер", "bg", "bg"),
        ("Више аутобуса увече", "sr", "sr"),
        ("Više autobusa uveče", "sr", "sr"),
        ("Više autobusa uveče", "sr-Latn", "sr-Latn"),
        ("Более позднія аўтобусы", "be", "be"),
        ("Оройун көбүрөөк автобус", "ky", "ky"),
        ("Бештар автобус", "tg", "tg"),
        ("晚上多一些公交车", "zh", "zh"),
        ("晚上多一些公車", "zh-Hant-TW", "zh-Hant-TW"),
        ("夜のバスを増やして", "ja", "ja"),
        ("저녁 버스를 늘려 주세요", "ko", "ko"),
        ("शाम को और बसें", "hi", "hi"),
        ("मध्ये", "mr", "mr"),
        ("மாலையில் அதிக பேருந்துகள்", "ta", "ta"),
        ("მეტი ავტობუსი საღამოს", "ka", "ka"),
        ("Ավելի շատ ավտոբուսներ", "hy", "hy"),
        ("كەچتە كۆپرەك ئاپتوبۇس", "ug", "ug"),
        ("ئێوارە پاسی زیاتر", "ckb", "ckb"),
        ("شام کو مزید بسیں", "ur", "ur"),
        ("د ماښام لخوا نور بسونه", "ps", "ps"),
        ("اتوبوس بیشتر", "prs", "prs"),
        ("ተጨማሪ አውቶቡሶች", "am", "am"),
        ("יותר אוטובוסים", "yi", "yi"),
        ("ภาษาไทย", "th", "th"),
        ("ਹੋਰ ਬੱਸਾਂ", "pa", "pa"),
        ("მეტი ავტობუსი", "de", "ka"),
        ("Ավելի շատ", "de", "hy"),
        ("晚上", "de", "zh"),
        ("शाम को", "de", "und"),
        ("كەچتە كۆپرەك ئاپتوبۇس", "de", "und"),
        ("Көбірек автобус", "ru", "und"),
        ("Κείμενο", "xx", "xx"),
        ("123 !!!", "ar", "ar"),
    ],
)
def test_language_follows_the_script(text: str, claimed: str, lang: str) -> None:
    assert language_of(text, claimed) == lang


@pytest.mark.parametrize(
    ("text", "claimed", "accepted", "lang"),
    [
        # The page is German or Russian, because it does not speak what the phone asks for first.
        ("Повеќе автобуси навечер", "de", "mk-MK,mk;q=0.9,de;q=0.5", "mk-MK"),
        ("Көбірек автобус", "ru", "kk-KZ,kk;q=0.9,ru;q=0.8", "kk-KZ"),
        ("Больше автобусов", "ru", "kk-KZ,kk;q=0.9,ru;q=0.8", "ru"),
        ("晚上多一些公車", "de", "zh-hant-tw,zh;q=0.9", "zh-Hant-TW"),
        ("शाम को और बसें", "en", "de,mr;q=0.7", "mr"),
        ("كەچتە كۆپرەك ئاپتوبۇس", "de", "ug,zh;q=0.5", "ug"),
        ("Deutschkurse am Abend", "ar", "ar,de;q=0.5", "de"),
        ("Нужны курсы", "de", "de,en;q=0.5", "ru"),
        ("Mehr Busse", "de", "pl,en", "de"),
        ("Нужны курсы", "de", "*,<script>;q=2,ru-<b>", "ru"),
    ],
)
def test_what_the_browser_accepts_is_asked_before_a_neighbour_is_taken(
    text: str, claimed: str, accepted: str, lang: str
) -> None:
    assert language_of(text, claimed, accepted) == lang


def test_every_declared_language_in_its_own_script_is_kept() -> None:
    tags = [tag.replace("_", "-") for tag in get_global("likely_subtags")]
    known = [
        (LETTERS_OF_SCRIPTS[script], tag)
        for tag in tags
        for script in scripts_of(tag) or ()
        if script in LETTERS_OF_SCRIPTS and tag not in {"ru", "uk"}
    ]
    assert len(known) > 1000
    assert [each for each in known if language_of(*each) != each[1]] == []


@pytest.mark.parametrize(
    ("tag", "kept"),
    [
        *(
            (tag, tag)
            for tag in ("de-simple", "zh-Hant-TW", "sr-Latn", "x-priv", "i-klingon", "kk-KZ", "x-a")
        ),
        *{
            "zh_Hant_TW": "zh-Hant-TW",
            " mk ": "mk",
            "sr-Latn-RS-u-nu-latn-x-1": "sr-Latn-RS-u-nu-latn-x-1",
        }.items(),
        ("de-DE-u-co-phonebk-x-aaaaaaaa-bbbbbbbb", "de-DE-u-co-phonebk-x-aaaaaaaa"),
        ("de-DE-aaaaaaaa-aaaaaaaa-aaaaaaaa-x-aaaaaaaa", "de-DE-aaaaaaaa-aaaaaaaa-aaaaaaaa"),
        *(
            (tag, "und")
            for tag in ("x<script>", "", "x", "x-", "-de", "de-", "de--AT", "a" * 600, "ру", "de mk")
        ),
    ],
)
def test_tag_must_be_well_formed(tag: str, kept: str) -> None:
    assert checked_tag(tag, otherwise="und") == kept


@pytest.mark.parametrize(
    ("lang", "direction"),
    [
        *(
            (tag, "rtl")
            for tag in (
                *(
                    "ar",
                    "fa-AF",
                    "prs",
                    "ug",
                    "ckb",
                    "ur",
                    "ps",
                    "yi",
                    "dv",
                    "ku-Arab",
                    "sd",
                    "ks",
                    "he",
                    "syr",
                ),
                *("az-IR", "uz-AF", "pa-PK", "ku-IQ", "UG", "ug-Arab-CN", "ps-u-nu-latn", "ff-Adlm", "pnb"),
            )
        ),
        *((tag, "ltr") for tag in ("de", "ku", "az", "mk", "zh-Hant", "ti", "de-simple")),
        *(
            (tag, "ltr")
            for tag in ("sr-Latn", "ug-Cyrl", "de-x-arab", "ku-Latn-IQ", "am", "so", "pa", "sd-Deva")
        ),
        *((tag, "auto") for tag in ("und", "xx", "x-priv", "x-arab", "qaa", "i-klingon")),
    ],
)
def test_direction_of_language(lang: str, direction: str) -> None:
    assert direction_of(lang) == direction


def plainly_named_script(text: str) -> str | None:
    """The specification: the first word of the names of most letters; of equals, the one that comes first."""
    names = [unicodedata.name(c, "?").split(" ")[0] for c in text if c.isalpha()]
    counts = Counter(names)
    return max(dict.fromkeys(names), key=lambda name: counts[name], default=None)


LETTERS = st.sampled_from([*"aäßZ1 ,²ªºµ\u01c0\u024f\u0250\u2071„“–", *"нїپعሀ한é\u0301👍\u2028"])


@given(st.one_of(st.text(LETTERS), st.text(), st.text(st.characters(max_codepoint=0x2100))))
def test_script_is_that_of_most_letters(text: str) -> None:
    assert script_of(text) == plainly_named_script(text)


def test_script_of_every_single_letter() -> None:
    letters = map(chr, range(0x3000))
    assert [c for c in letters if script_of(c) != plainly_named_script(c)] == []

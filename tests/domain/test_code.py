"""A code in every way in which a person writes it, in the scripts of our eleven languages."""

import pytest

from workshop.domain.code import (
    CODE_LETTERS,
    address_as_meant,
    folded_key,
    new_code,
    normalise_code,
    read_code,
)

pytestmark = pytest.mark.unit
CODE = "KFD7M2QX"
HALL = "HABE2345"


@pytest.mark.parametrize("written", ["KFD7 dash M2QX", "kfd7 Dash m2qx", "code: KFD7 dash M2QX"])
def test_code_is_among_those_that_a_dictated_dash_may_mean(written: str) -> None:
    assert CODE in read_code(written).codes


@pytest.mark.parametrize("code", ["DASH2345", "ABCDDASH"])
def test_code_may_have_the_letters_of_a_dash(code: str) -> None:
    assert read_code(f"{code[:4]}-{code[4:]}").codes[0] == code


def test_code_is_easy_to_read_aloud() -> None:
    code = new_code()
    assert len(code) == 8
    assert set(code) <= set(CODE_LETTERS)
    assert normalise_code(f" {code[:4].lower()}-{code[4:]} ") == code


@pytest.mark.parametrize(
    "written",
    [
        "KFD7M2QX",
        "kfd7m2qx",
        "kfD7 m2Qx",
        "  KFD7  M2QX\n",
        "K F D 7 M 2 Q X",
        "KF-D7-M2-QX",
        "KFD7\u2013M2QX",  # en dash, as phones make of two hyphens
        "KFD7\u2011M2QX",
        "KFD7\u2212M2QX",
        "KFD7\u00a0M2QX",
        "KFD7\u202fM2QX",
        "KFD7\u3000M2QX",
        "KFD7\u0640M2QX",  # the stroke of an Arabic keyboard
        "KFD7\u02bcM2QX",  # the apostrophe of a Ukrainian one
        "KFD7\u30fcM2QX",
        "KFD7 Bindestrich M2QX",  # as somebody dictates it
        "kfd7 strich m2qx",
        "Der Code ist KFD7 minus M2QX",
        "KFD7 тире M2QX",
        "KFD7&nbsp;M2QX",
        "KFD7&#8203;M2QX",
        "KFD7&#x2011;M2QX",
        "https://dialog.example.org/j/KFD7M2QX&amp;lang=ar",
        "KFD7.M2QX.",
        "KFD7_M2QX",
        "KFD7/M2QX",
        "(KFD7 M2QX)",
        "„KFD7 M2QX“",
        "«KFD7 M2QX»",
        "#KFD7M2QX",
        "*KFD7M2QX*",  # bold in a messenger
        "\u200bKFD7\u200bM2QX\ufeff",
        "\u2068KFD7M2QX\u2069",
        "\u200fKFD7M2QX\u200e",
        "KFD7\u00adM2QX",
        "K\u034fFD7M2QX\ufffc",
        "\uff2b\uff26\uff24\uff17\uff2d\uff12\uff31\uff38",  # full-width
        "\U0001d40a\U0001d405\U0001d403\U0001d7d5\U0001d40c\U0001d7d0\U0001d410\U0001d417",
        "\u24c0\u24bb\u24b9\u2466\u24c2\u2461\u24c6\u24cd",  # letters in circles
        "KFD\u0667M\u0662QX",  # Arabic-Indic
        "KFD\u06f7M\u06f2QX",  # Persian
        "KFD\u096dM\u0968QX",
        "KFD\u136fM\u136aQX",  # Ethiopic
        "\u041aFD7\u041c2Q\u0425",  # Cyrillic capitals
        "\u043aFD7\u043c2q\u0445",  # and small letters
        "\u039aFD7\u039c2Q\u03a7",  # Greek
        "\u03bafd7\u03bc2q\u03c7",
        "K\u0327FD7M2QX",  # a cedilla too many
        "%4BFD7%20M2QX",
        "KFD7+M2QX",
        "Code: KFD7 M2QX",
        "Der Code lautet KFD7M2QX.",
        "Saal KFD7 M2QX bitte",
        "Raum KFD7 M2QX",
        "Heute Abend! KFD7-M2QX (Tisch 3)",
        "Вот код: KFD7 M2QX, приходите",
        "Ось код: КFD7М2QX",
        "الرمز: KFD\u0667 M\u0662QX شكرًا",
        "کد KFD\u06f7M\u06f2QX است",
        "الرمزKFD7M2QX",
        "ኮድ፦ KFD7M2QX።",
        "Kod KFD7M2QX'tir",
        "Le code est KFD7 M2QX !",
        "https://dialog.example.org/j/KFD7M2QX",
        "http://dialog.example.org:8080/j/kfd7m2qx/",
        "HTTPS://DIALOG.EXAMPLE.ORG/J/KFD7M2QX",
        "dialog.example.org/j/KFD7M2QX?lang=ar",
        "dialog.example.org/KFD7M2QX",
        "www.stadt.de/j/KFD7M2QX",
        "www.stadt.de/KFD7M2QX",
        "https://dialog.example.org/b/KFD7M2QX",
        "https://dialog.example.org/j?code=KFD7+M2QX",
        "dialog.example.org/\u0458/KFD7M2QX",
        "/j/KFD7M2QX",
        "j/KFD7 M2QX",
        "\\j\\KFD7M2QX",
        "https:\uff0f\uff0fdialog.example.org\uff0fj\uff0fKFD7M2QX",
        "https%3A%2F%2Fdialog.example.org%2Fj%2FKFD7M2QX",
        "dialog.exa\u200bmple.org/\u200bj/\u200bKFD7M2QX",
        "<https://dialog.example.org/j/KFD7M2QX>",
        "Mach mit: https://dialog.example.org/j/KFD7M2QX und bring Freunde mit!",
        "https://10.0.0.7:8080/j/KFD7M2QX#own",
        "https%253A%252F%252Fdialog.example.org%252Fj%252FKFD7M2QX",
        "HTTPS://DIALOG.EXAMPLE.ORG/KFD7M2QX/WOHNEN",
        *(
            f"{opened}KFD7 M2QX{closed}"
            for opened, closed in ("„“", "«»", "»«", "‚‘", '""', "''", "()", "<>", "[]")
        ),
        *(f"KFD7M2QX{mark}" for mark in ("/", ".", ",", "…", "!", "،", "؟", "。", "/…", "&gt;", " 👍")),
        *(
            f"{mark}KFD7{mark} M2QX{mark}"
            for mark in "\u200e\u200f\u202b\u202c\u2067\u2069\u061c\ufeff\u00ad"
        ),
        "Hallo! Heute 19:00 Uhr im Rathaus: https://dialog.example.org/j/KFD7M2QX/wohnen – Tel. 07171 6030",
    ],
)
def test_code_is_found_in_what_people_write(written: str) -> None:
    assert normalise_code(written) == CODE


@pytest.mark.parametrize(
    "written",
    [
        "\u041d\u0410\u0412\u0415 2345",  # all Cyrillic
        "\u043d\u0430\u0432\u0435-2345",
        "\u0397\u0391\u0392\u0395\u06f2\u06f3\u06f4\u06f5",  # all Greek, with Persian digits
        "\u041dABE2\u04174\u0665",
        "hab\u00e92345",
        "Habe 2345",
    ],
)
def test_word_of_another_keyboard_is_read_as_it_looks(written: str) -> None:
    assert normalise_code(written) == HALL


@pytest.mark.parametrize(
    ("pasted", "table"),
    [
        ("https://dialog.example.org/j/KFD7M2QX/wohnen", "wohnen"),
        ("https://dialog.example.org/J/kfd7m2qx/WOHNEN/", "WOHNEN"),
        ("dialog.example.org/j/KFD7M2QX/wohnen?lang=tr", "wohnen"),
        ("Komm an unseren Tisch: dialog.example.org/j/KFD7M2QX/wohnen.", "wohnen."),
        ("dialog.example.org/KFD7M2QX/wohnen", "wohnen"),
        ("kfd7m2qx/wohnen", "wohnen"),
        ("https%253A%252F%252Fdialog.example.org%252Fj%252FKFD7M2QX%252Fwohnen", "wohnen"),
        ("/j/https://dialog.example.org/j/KFD7M2QX/wohnen", "wohnen"),
        ("dialog.example.org/j/KFD7M2QX", ""),
        ("KFD7M2QX", ""),
    ],
)
def test_table_in_a_pasted_address_is_kept(pasted: str, table: str) -> None:
    read = read_code(pasted)
    assert (read.codes[0], read.table) == (CODE, table)


@pytest.mark.parametrize(
    "written", ["", " ", "nichts", "0O1I", "\x00", "https://example.org/", "ABCD234", "🙂" * 9]
)
def test_what_is_no_code_gives_none(written: str) -> None:
    assert read_code(written).codes == ()


def test_a_long_text_costs_little_and_gives_few_codes() -> None:
    assert len(read_code("AB-" * 100_000).codes) <= 5


@pytest.mark.parametrize(
    "key", ["Tisch-6", "TISCH 6", "tisch\u20136", "tisch-\u0666.", "tisch6/", "ｔｉｓｃｈ－６"]
)
def test_key_of_a_table_is_compared_without_its_looks(key: str) -> None:
    assert folded_key(key) == folded_key("tisch-6")


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("/J/KFD7M2QX", "/j/KFD7M2QX"),
        ("/J/kfd7m2qx/wohnen", "/j/KFD7M2QX/wohnen"),
        ("/j/KFD7M2QX/wohnen/", "/j/KFD7M2QX/wohnen"),
        ("//j//KFD7M2QX//wohnen", "/j/KFD7M2QX/wohnen"),
        ("/j/KFD7M2QX/-/goal/", "/j/KFD7M2QX/-/goal"),
        ("/\u0458/KFD7M2QX", "/j/KFD7M2QX"),
        ("/J/", "/j"),
        ("/kfd7m2qx", "/j/KFD7M2QX"),
        ("/KFD7M2QX/wohnen", "/j/KFD7M2QX/wohnen"),
        ("/B/kfd7-m2qx/", "/b/KFD7M2QX"),
        ("/Console/KFD7M2QX", "/console/KFD7M2QX"),
        ("/ENTER/aBc-9/", "/enter/aBc-9"),
        ("/j/https://dialog.example.org/j/kfd7m2qx/wohnen", "/j/KFD7M2QX/wohnen"),
        ("/b/dialog.example.org/j/KFD7M2QX", "/b/KFD7M2QX"),
        ("/nirgends/hier", ""),
        ("/tafel", ""),
        ("/", ""),
    ],
)
def test_address_is_mended_where_it_is_plain_what_was_meant(path: str, meant: str) -> None:
    assert address_as_meant(path) == meant

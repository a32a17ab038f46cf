"""What people type, paste or scan leads to the dialogue, and to the table that it names."""

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.phone.hall import Hall

PERSIAN = str.maketrans("23456789", "۲۳۴۵۶۷۸۹")
WIDE = {n: n + 0xFEE0 for n in range(0x21, 0x7F)}
CYRILLIC = str.maketrans("ABCEHKMPTXYSJ", "АВСЕНКМРТХУЅЈ")
GREEK = str.maketrans("ABEZHKMNPTYX", "ΑΒΕΖΗΚΜΝΡΤΥΧ")


@pytest.mark.integration
@pytest.mark.parametrize(
    ("form", "table"),
    [
        ("https://dialog.example.org/j/{code}", ""),
        ("https://dialog.example.org/J/{lower}/", ""),
        ("https://dialog.example.org/j/{code}/arbeit", "arbeit"),
        ("dialog.example.org/j/{lower}/ARBEIT/?lang=tr#text", "arbeit"),
        ("Hier: https://dialog.example.org/j/{code}/arbeit. Bis gleich!", "arbeit"),
        ("https://dialog.example.org/j/{code}/gibtesnicht", ""),
        ("Der Code ist {half} {rest}, Tisch 3", ""),
        ("{half}\u2013{rest}", ""),
        ("\u200b{code}\u200b", ""),
        ("{persian}", ""),
        ("{wide}", ""),
        ("{cyrillic}", ""),
        ("{greek}", ""),
        ("Raum {half} {rest}", ""),
        ("{lower}/Arbeit", "arbeit"),
        ("HTTP://DIALOG.EXAMPLE.ORG/J/{code}/ARBEIT,", "arbeit"),
        ("„https://dialog.example.org/j/{code}/arbeit“.", "arbeit"),
        ("\u202bhttps%253A%252F%252Fdialog.example.org%252Fj%252F{code}%252Farbeit\u202c", "arbeit"),
    ],
)
async def test_code_field_takes_what_is_pasted(client, dialogue, form, table):
    code = dialogue.code
    typed = form.format(
        code=code,
        lower=code.lower(),
        half=code[:4],
        rest=code[4:],
        persian=code.translate(PERSIAN),
        wide=code.translate(WIDE),
        cyrillic=code.translate(CYRILLIC).lower(),
        greek=code.translate(GREEK),
    )
    answer = await client.get("/j", params={"code": typed})
    assert answer.status_code == 303, typed
    assert answer.headers["location"] == f"/j/{code}" + (f"/{table}" if table else "")


@pytest.mark.integration
@pytest.mark.parametrize(
    "form",
    [
        "/J/{code}/arbeit",
        "/j/{code}/arbeit/",
        "/j/{lower}/Arbeit",
        "/j/{code}//arbeit",
        "/j/{code}/ARBEIT.",
        "/j/{spaced}/arbeit",
        "/{code}/arbeit",
        "/J/{cyrillic}/arbeit/",
        "/j/{code}/arbeit%E2%80%8B",
        "/j/{code}/arbeit,",
        "/j/https://dialog.example.org/j/{code}/arbeit",
        "/{lower}/Arbeit).",
    ],
)
async def test_address_as_people_type_it_leads_to_the_table(client, dialogue, form):
    code = dialogue.code
    path = form.format(
        code=code,
        lower=code.lower(),
        spaced=f"{code[:4]} {code[4:]}",
        cyrillic=code.translate(CYRILLIC),
    )
    for _ in range(3):
        answer = await client.get(path, params={"lang": "en"})
        if answer.status_code == 200:
            break
        assert answer.status_code in {303, 307}, path
        path = answer.headers["location"].partition("?")[0]
        assert answer.headers["location"].endswith("?lang=en")
    assert path == f"/j/{code}/arbeit"
    assert 'data-table="arbeit"' in answer.text


@pytest.mark.integration
async def test_code_that_does_not_exist_is_named_as_it_was_read(client, store):
    text = (await client.get("/j", params={"code": "https://dialog.example.org/j/kfd7m2qx/wohnen"})).text
    assert "„KFD7M2QX“" in text


@pytest.mark.integration
@pytest.mark.parametrize("path", ["/j/KFD7M2QX/entries/", "/nirgends/hier", "//evil.example/x"])
async def test_nothing_is_led_to_another_host_or_in_a_circle(client, store, path):
    seen = set()
    while (answer := await client.get("http://test" + path)).status_code in {303, 307}:
        path = answer.headers["location"]
        assert path.startswith("/")
        assert not path.startswith("//")
        assert path not in seen
        seen.add(path)
    assert answer.status_code in {404, 405}


@pytest.mark.e2e
def test_whole_address_fits_into_the_field(phone: BrowserContext, evening: Hall):
    page = phone.new_page()
    page.goto(f"http://127.0.0.1:{evening.port}/j")
    page.locator("#code").fill(f"Bitte hier mitmachen: https://dialog.example.org/J/{evening.code}/arbeit/")
    page.locator("button").click()
    expect(page.locator("body")).to_have_attribute("data-table", "arbeit")

"""Organisers see what the public pages still need, and take the drafts along; nobody else does."""

from io import BytesIO

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from tests.console.conftest import House
from tests.entering import admit, enter
from workshop.console.sections.law import paper_titles
from workshop.law.papers import PAPERS


@pytest.mark.unit
def test_each_draft_has_a_title() -> None:
    assert list(paper_titles(gettext=str)) == [paper.name for paper in PAPERS]


@pytest.mark.e2e
def test_organiser_sees_what_is_missing_and_takes_the_drafts_along(page: Page, house: House) -> None:
    enter(page, house.organiser_link())
    page.get_by_role("link", name="Datenschutz", exact=True).click()
    expect(page.locator("h1")).to_have_text("Datenschutz und Barrierefreiheit")
    expect(page.locator(".missing-settings li").first).to_have_text("WORKSHOP_OPERATOR_NAME")
    links = page.locator(".file-list dt a")
    expect(links).to_have_count(len(PAPERS))
    for link, paper in zip(links.all(), PAPERS, strict=True):
        answer = page.request.get(f"{house.server.url}{link.get_attribute('href')}")
        assert answer.status == 200
        assert answer.headers["content-disposition"] == f'attachment; filename="{paper.file}"'
        assert Document(BytesIO(answer.body())).paragraphs[0].text
    with page.expect_download() as taken:
        links.first.click()
    assert taken.value.suggested_filename == "verzeichnis.docx"
    assert page.request.get(f"{house.server.url}/console/law/geheim.docx").status == 404


@pytest.mark.e2e
def test_nobody_else_gets_page_or_drafts(page: Page, house: House) -> None:
    evening = house.evening()
    for link in (None, evening.invitation.console_url):
        if link:
            admit(page.context, link)
        for path in ("/console/law", "/console/law/verzeichnis.docx", "/console/law/geheim.docx"):
            assert page.request.get(f"{house.server.url}{path}").status == 403, (link, path)

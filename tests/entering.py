"""Using one-use links as a person does: open the page, press its one button."""

from playwright.sync_api import BrowserContext, Page


def enter(page: Page, link: str) -> None:
    """Open a link in a browser and use it up; a browser that holds its right goes on by itself."""
    page.goto(link)
    if "/enter/" in page.url:
        page.get_by_role("button").click()
        page.wait_for_url(lambda url: "/enter/" not in url)


def admit(context: BrowserContext, link: str) -> None:
    """Use a link up as its button does, without its pages: for tests that begin somewhere else."""
    answer = context.request.post(link, max_redirects=0)
    assert answer.status == 303, answer.text()

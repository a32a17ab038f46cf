"""The sentence about languages and about a model that rests, without a browser."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from nicegui import Client, ui

from workshop.console.sections.sorting import languages
from workshop.console.sections.sorting.languages import ASK_AGAIN_SECONDS, Languages

pytestmark = pytest.mark.unit


class Asked:
    """A table whose machine answers as told; `work` is what the page does later."""

    def __init__(self) -> None:
        self.answer: str | None = "model"
        self.spoken = {"de"}
        self.work: list = []
        self.clock = 100.0
        page = SimpleNamespace(gettext=str, is_locked=False, later=lambda work, name: self.work.append(work))
        self.context = SimpleNamespace(
            page=page, picture=SimpleNamespace(languages=lambda _table: self.spoken), table_id=1, placer=self
        )

    async def across_languages(self, _table_id: int) -> str | None:
        return self.answer


@pytest.fixture
def asked(monkeypatch) -> Iterator[Asked]:
    made = Asked()
    monkeypatch.setattr(languages.time, "monotonic", lambda: made.clock)
    client = Client(ui.page("/"), request=None)
    with client:
        made.section = Languages(made.context)
        yield made
    client.delete()


async def said(asked: Asked) -> str:
    asked.section.refresh()
    for work in asked.work:
        await work
    asked.work.clear()
    note = asked.section._note
    assert note.visible == bool(note.text)
    return note.text


async def test_model_at_work_needs_no_sentence(asked):
    asked.spoken = {"de", "tr"}
    assert await said(asked) == ""


async def test_without_a_model_the_second_language_is_told(asked):
    asked.answer = "word fields"
    assert await said(asked) == ""
    asked.spoken = {"de", "tr"}
    assert "for more it needs a language model" in await said(asked)


async def test_model_that_rests_is_told_until_it_answers_again(asked):
    asked.answer = "model rests"
    assert "does not answer at the moment" in await said(asked)
    asked.answer = "model"
    assert "does not answer at the moment" in await said(asked)
    asked.clock += ASK_AGAIN_SECONDS
    assert await said(asked) == ""


async def test_lost_answer_is_asked_for_again_at_once(asked):
    asked.answer = None
    assert await said(asked) == ""
    asked.answer = "model rests"
    assert "does not answer at the moment" in await said(asked)


async def test_model_that_was_set_aside_is_told_whatever_the_languages(asked):
    asked.answer = "model set aside"
    assert "broke off twice" in await said(asked)

"""A moderator's text in several languages: what stays when the original changes, what a reader gets."""

import pytest

from workshop.domain.dialogue import DialogueFacts, describe_dialogue
from workshop.domain.errors import RefusedError
from workshop.domain.queries.dialogue import dialogue_by_id
from workshop.domain.queries.results import results_of
from workshop.domain.rights import operator
from workshop.domain.wording import Wording, checked_translations, reworded, wording_in

OLD = {"de": "Wohnen", "en": "Housing", "ar": "السكن"}


@pytest.mark.unit
@pytest.mark.parametrize(
    ("text", "given", "still_fit", "kept"),
    [
        ("Wohnen", None, False, OLD),
        ("Sport", None, False, {"de": "Sport"}),
        ("Sport", None, True, OLD | {"de": "Sport"}),
        ("Sport", {"en": "Sports", "ar": "السكن"}, False, {"de": "Sport", "en": "Sports"}),
        ("Wohnung", {"en": "Housing", "ar": "السكن"}, True, OLD | {"de": "Wohnung"}),
        ("Wohnen", {"en": "Living", "ar": ""}, False, {"de": "Wohnen", "en": "Living"}),
        ("Wohnen", {"en": "Housing", "tr": "Konut"}, False, {"de": "Wohnen", "en": "Housing", "tr": "Konut"}),
    ],
)
def test_translation_stays_only_while_it_says_the_same(text, given, still_fit, kept) -> None:
    assert reworded(OLD, lang="de", text=text, given=given, still_fit=still_fit) == kept


@pytest.mark.unit
@pytest.mark.parametrize(
    ("texts", "tag", "found"),
    [
        (OLD, "ar", Wording("السكن", "ar")),
        (OLD, "tr", Wording("Wohnen", "de")),
        (OLD, "de-simple", Wording("Wohnen", "de")),
        ({"de": "", "en": "Housing"}, "de", Wording("Housing", "en")),
        ({"de": "Wohnen", "ti": ""}, "ti", Wording("Wohnen", "de")),
        ({}, "ti", Wording("", "ti")),
    ],
)
def test_reader_gets_the_own_language_or_the_original_and_no_third_one(texts, tag, found) -> None:
    assert wording_in(texts, tag, original="de") == found


@pytest.mark.unit
def test_translations_are_normalised_and_bounded() -> None:
    assert checked_translations({"en": " Housing\x00 ", "ar": " \u200b "}, 10) == {"en": "Housing", "ar": ""}
    with pytest.raises(RefusedError, match="text_too_long"):
        checked_translations({"en": "x" * 11}, 10)
    with pytest.raises(RefusedError, match="details_invalid"):
        checked_translations({"tlh": "x"}, 10)


@pytest.mark.integration
async def test_what_is_said_about_an_evening_is_kept_in_every_language(store, dialogue) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    translations = {
        "goal": {"tr": "Amaç", "ar": "الهدف"},
        "promise": {"tr": "Söz"},
        "place": {"en": "Town hall"},
    }
    facts = DialogueFacts("Abend", place="Rathaus", goal="Ziel", promise="Zusage", translations=translations)
    await describe_dialogue(store, facts=facts, **act)
    async with store.read() as session:
        told = await dialogue_by_id(session, dialogue.id)
        results = (await results_of(session, dialogue.code)).dialogue
    assert told.translations == translations
    assert [told.text("goal", lang) for lang in ("tr", "ar", "fr", "de")] == ["Amaç", "الهدف", "Ziel", "Ziel"]
    assert (results.goal, results.promise, results.place) == ("Ziel", "Zusage", "Rathaus")
    # Whoever knows nothing of translations leaves those of unchanged texts.
    await describe_dialogue(store, facts=DialogueFacts("Abend", goal="Ziel", promise="Anderes"), **act)
    async with store.read() as session:
        told = await dialogue_by_id(session, dialogue.id)
    assert told.translations == {"goal": {"tr": "Amaç", "ar": "الهدف"}}
    with pytest.raises(RefusedError, match="details_invalid"):
        await describe_dialogue(store, facts=DialogueFacts("Abend", translations={"code": {}}), **act)

"""The fold below a moderator's texts that holds their translations, and what it becomes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from workshop.console.kit.controls import Tag, Values, box, tick, value
from workshop.console.kit.controls import field as text_field
from workshop.i18n import LANGUAGES, NATIVE_NAMES, Gettext, direction_of

_FIT = "translations_fit"


@dataclass(frozen=True)
class Translated:
    """One text of a form: its field's name and label, and what there is of it by language."""

    name: str
    label: str
    texts: Mapping[str, str] = field(default_factory=dict)
    rows: int = 0
    maxlength: int = 2000

    @property
    def is_written(self) -> bool:
        """Say whether there is an original to translate."""
        return any(self.texts.values())


def translations_fold(texts: Sequence[Translated], *, original: str, gettext: Gettext) -> None:
    """Place a closed fold with a field for each text in each language but `original`."""
    _ = gettext
    with box("fold translations", "details"):
        Tag("summary", f"{_('Translations')} ({_there(texts, _languages(original), gettext=_)})")
        Tag("p", _("Where one is missing, phones show the original and say so."), "field-note")
        if any(text.is_written for text in texts):
            tick(_("Translations that I leave as they are also fit a changed original"), _FIT)
            note = _("Without this tick they are taken away when the original changes.")
            Tag("p", note, "field-note")
        for tag in _languages(original):
            if len(texts) == 1:
                _field(texts[0], tag, NATIVE_NAMES[tag])
                continue
            with box("fold", "details"):
                Tag("summary", f"{NATIVE_NAMES[tag]} ({_there(texts, (tag,), gettext=_)})", lang=tag)
                for text in texts:
                    _field(text, tag, text.label, aria_label=f"{text.label} ({NATIVE_NAMES[tag]})")


def _languages(original: str) -> tuple[str, ...]:
    return tuple(tag for tag in LANGUAGES if tag != original)


def _there(texts: Sequence[Translated], tags: Sequence[str], *, gettext: Gettext) -> str:
    wanted = [(text, tag) for text in texts if text.is_written for tag in tags]
    there = sum(bool(text.texts.get(tag)) for text, tag in wanted)
    return gettext("%(there)d of %(all)d") % {"there": there, "all": len(wanted)}


def _field(text: Translated, tag: str, label: str, aria_label: str | None = None) -> None:
    text_field(
        label,
        f"{text.name}.{tag}",
        text=text.texts.get(tag, ""),
        rows=text.rows,
        maxlength=text.maxlength,
        lang=tag,
        dir=direction_of(tag),
        aria_label=aria_label,
    )


def translated_values(name: str, texts: Mapping[str, str], *, original: str) -> dict[str, list[str]]:
    """Return what the fold's fields hold of a text."""
    return {f"{name}.{tag}": [texts.get(tag, "")] for tag in _languages(original)}


def translated_labels(labels: Mapping[str, str], *, original: str) -> dict[str, str]:
    """Return what the fields are called: the texts' own labels, and each with its language in the fold."""
    inside = {
        f"{name}.{tag}": f"{label} ({NATIVE_NAMES[tag]})"
        for name, label in labels.items()
        for tag in _languages(original)
    }
    return {**labels, **inside}


def translations_of(values: Values, name: str) -> dict[str, str] | None:
    """Return what the fold holds for the text `name` by language; `None` if the form has no such fold."""
    found = {tag: value(values, f"{name}.{tag}") for tag in LANGUAGES if f"{name}.{tag}" in values}
    return found or None


def translations_fit(values: Values) -> bool:
    """Say whether untouched translations stay although the original changes."""
    return bool(value(values, _FIT))


def missing_languages(*texts: Mapping[str, str], original: str) -> int:
    """Return in how many languages at least one of the written texts is missing."""
    return sum(
        any(text.get(original) and not text.get(tag) for text in texts) for tag in _languages(original)
    )

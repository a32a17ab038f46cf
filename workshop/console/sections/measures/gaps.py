"""What a measure lacks, said gently: somebody who sees to it, a day, and why it was dropped."""

from collections.abc import Mapping

from exports.field import Choice, Field, Role, Value
from exports.outcome_fields import fields_of
from workshop.i18n import Gettext
from workshop.models import OutcomeKind

# What is written where everybody is meant, and so nobody, or nobody yet; whatever else is a name.
_MEAN_EVERYBODY = (
    "alle|alle beteiligten|alle gemeinsam|alle zusammen|wir|wir alle|jeder|jede|jeder und jede"
    "|all|all of us|everybody|everyone|we"
)
_MEAN_NOBODY = "?|-|–|…|niemand|noch niemand|keiner|n.n|offen|noch offen|nobody|no one|none|open"
_EVERYBODY, _NOBODY = (frozenset(words.split("|")) for words in (_MEAN_EVERYBODY, _MEAN_NOBODY))


def gap_of(field: Field, said: Value, *, gettext: Gettext) -> str:
    """Return what is to be said about a field that leaves open who sees to it, or when; else nothing."""
    _ = gettext
    if field.role == Role.WHO and lacks_somebody(said):
        if _plain(said) in _EVERYBODY:
            return _("“Everybody” is often nobody: who begins?")
        return _("Nobody is responsible yet")
    if field.role == Role.WHEN and not said:
        return _("No day yet")
    return ""


def unexplained(field: Field, kind: OutcomeKind, said: Mapping[str, Value], *, gettext: Gettext) -> str:
    """Return what is to be asked where this field should explain what was chosen, and nobody did."""
    choices = (each for each in fields_of(kind) if isinstance(each, Choice) and each.named_by == field.name)
    chosen = next(choices, None)
    why = chosen.option(said[chosen.name]).why if chosen and not said[field.name] else ""
    return gettext(why) if why else ""


def lacks_somebody(said: Value) -> bool:
    """Say whether what stands where somebody is to be named names nobody in particular."""
    plain = _plain(said)
    return not plain or plain in _EVERYBODY or plain in _NOBODY


def _plain(said: Value) -> str:
    return " ".join(str(said).casefold().split()).strip(" .!,:")

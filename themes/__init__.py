"""Theme sets of dialogue evenings: tables, questions, theme map, actor map and rehearsal cards.

Everything here is data in TOML and CSV files and the small loader that checks it.
"""

from themes.checks import GUIDE_LENGTH, KEY_LENGTH, KEY_PATTERN, MAX_TABLES, TITLE_LENGTH
from themes.rehearsal_card import RehearsalCard, load_rehearsal_cards
from themes.source import ThemeSetError
from themes.text import LANGUAGES, Text
from themes.theme_map import (
    Actor,
    ActorGroup,
    ActorMap,
    Dimension,
    Field,
    ThemeMap,
    load_actor_map,
    load_theme_map,
)
from themes.theme_set import (
    QUESTION_KEYS,
    RESERVED_TABLE_KEYS,
    ThemeSet,
    ThemeTable,
    load_theme_set,
    read_theme_set,
    theme_set_keys,
)

__all__ = [
    "GUIDE_LENGTH",
    "KEY_LENGTH",
    "KEY_PATTERN",
    "LANGUAGES",
    "MAX_TABLES",
    "QUESTION_KEYS",
    "RESERVED_TABLE_KEYS",
    "TITLE_LENGTH",
    "Actor",
    "ActorGroup",
    "ActorMap",
    "Dimension",
    "Field",
    "RehearsalCard",
    "Text",
    "ThemeMap",
    "ThemeSet",
    "ThemeSetError",
    "ThemeTable",
    "load_actor_map",
    "load_rehearsal_cards",
    "load_theme_map",
    "load_theme_set",
    "read_theme_set",
    "theme_set_keys",
]

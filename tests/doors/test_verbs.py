"""Every verb of the domain asks for the right, whoever calls it and whatever ids are mixed."""

import asyncio
import contextlib
import dataclasses
import shutil
import sqlite3
import types
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.doors.hall import (
    AUTHOR,
    Hall,
    Rows,
    Table,
    digest_of,
    fill,
    of_dialogue,
    of_table,
    open_store,
    rows_of,
    strays,
)
from tests.doors.real import verbs
from tests.doors.table import NO_ACTOR, VERBS
from tests.doors.verb_calls import CALLS, Aim, Way
from tests.doors.who import Who, actors_of
from workshop.changes import LocalFeed
from workshop.domain import entry
from workshop.domain.dialogue import set_phase
from workshop.domain.errors import DomainError, ForbiddenError
from workshop.domain.rights import Actor, operator
from workshop.domain.store import Store
from workshop.models import Phase
from workshop.models.database import Database

# What an organiser does to no single dialogue.
OF_THE_HOUSE = {"grant.revoke_grant", "grant.revoke_others (of all)", "series.put_into_series"}
PHASES = (Phase.COLLECT, Phase.PREPARATION, Phase.WEIGH)


def unlisted(real: dict[str, bool]) -> set[str]:
    """Return what has no row, or a row in the wrong list, or is gone."""
    rows = {name.partition(" (")[0]: True for name in VERBS} | dict.fromkeys(NO_ACTOR, False)
    return {name for name, _ in real.items() ^ rows.items()}


@pytest.mark.unit
def test_every_verb_that_takes_an_actor_has_a_row() -> None:
    assert unlisted(verbs()) == set()
    assert CALLS.keys() == VERBS.keys()


@pytest.mark.unit
@pytest.mark.parametrize("takes", ["actor", "store"])
def test_new_verb_without_a_row_is_found(monkeypatch, takes) -> None:
    code = f"async def planted({takes}): ..."
    planted = types.FunctionType(compile(code, "planted", "exec").co_consts[0], {"__name__": entry.__name__})
    monkeypatch.setattr(entry, "planted", planted, raising=False)
    assert unlisted(verbs()) == {"entry.planted"}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[Phase, Path], Hall]:
    """A database with both dialogues, in each phase that a verb needs."""
    files = {phase: tmp_path_factory.mktemp("verbs") / f"{phase}.sqlite" for phase in PHASES}

    async def make() -> Hall:
        async with open_store(files[Phase.COLLECT]) as store:
            await store.database.migrate()
            hall = await fill(store)
        for phase in PHASES[1:]:
            shutil.copyfile(files[Phase.COLLECT], files[phase])
            async with open_store(files[phase]) as store:
                for each in (hall.evening, hall.other):
                    await set_phase(store, actor=operator(), dialogue_id=each.dialogue, phase=phase)
        return hall

    return files, asyncio.run(make())


class Trial:
    """One verb, tried on a copy of the database; the copy is made anew after what changed it."""

    def __init__(self, template: Path, hall: Hall, folder: Path, way: Way) -> None:
        self.hall = hall
        self._template, self._way = template, way
        self._file = folder / "copy.sqlite"
        self._runner = asyncio.Runner()
        self.before = rows_of(template)
        self._open()

    def _open(self) -> None:
        for old in self._file.parent.glob("copy.sqlite*"):
            old.unlink()
        shutil.copyfile(self._template, self._file)
        self._database = Database(f"sqlite:///{self._file}")
        self._seen = sqlite3.connect(f"file:{self._file}?mode=ro", uri=True)
        self._version = self._versions()

    def _versions(self) -> tuple[int, ...]:
        """Return what changes whenever another connection has written."""
        return tuple(self._seen.execute("PRAGMA data_version").fetchone())

    def close(self) -> None:
        self._seen.close()
        self._runner.run(self._database.close())

    def end(self) -> None:
        self.close()
        self._runner.close()

    def call(self, actor: Actor, aim: Aim) -> tuple[DomainError | None, Rows]:
        """Return what the verb raised, and what the database holds after it."""
        error = None
        try:
            self._runner.run(self._call(actor, aim))
        except DomainError as raised:
            error = raised
        if self._versions() == self._version:
            return error, self.before
        after = rows_of(self._file)
        self.close()
        self._open()
        return error, after

    async def _call(self, actor: Actor, aim: Aim) -> None:
        await self._way.call(Store(self._database, LocalFeed()), actor, aim)

    @property
    def actors(self) -> dict[Who, Actor]:
        return dict(actors_of(self.hall.place, participant=AUTHOR))

    @property
    def aim(self) -> Aim:
        evening = self.hall.evening
        return Aim(evening.dialogue, evening.here, evening.removed)


@pytest.fixture
def trial(prepared, tmp_path, name) -> Iterator[Trial]:
    files, hall = prepared
    made = Trial(files[CALLS[name].phase], hall, tmp_path, CALLS[name])
    yield made
    made.end()


def used_fields(way: Way, aim: Aim) -> list[str]:
    """Return which ids a call takes."""
    used: list[str] = []

    class Watched:
        def __getattr__(self, name: str) -> object:
            used.append(name)
            return getattr(aim.at, name)

    class NoStore:
        pass

    with contextlib.suppress(DomainError, AttributeError):
        asyncio.run(way.call(NoStore(), Actor(), Aim(aim.dialogue, Watched(), aim.removed)))
    return list(dict.fromkeys(used))


@pytest.mark.integration
@pytest.mark.parametrize("name", CALLS)
def test_verb_does_what_it_does_for_those_with_the_right_only(trial: Trial, name: str) -> None:
    for who, actor in trial.actors.items():
        error, after = trial.call(actor, trial.aim)
        if who in VERBS[name]:
            assert error is None, who
            assert strays(after) == [], who
        else:
            assert isinstance(error, ForbiddenError), who
            assert digest_of(after) == digest_of(trial.before), who


@pytest.mark.integration
@pytest.mark.parametrize("name", CALLS)
def test_verb_never_reaches_into_another_dialogue(trial: Trial, name: str) -> None:
    """Ids of the other dialogue under the own one, each by itself and all of them, and that one itself."""
    other, own = trial.hall.other, trial.aim
    fields = used_fields(CALLS[name], own)
    aims = [
        dataclasses.replace(own, at=dataclasses.replace(own.at, **{each: getattr(other.here, each)}))
        for each in fields
    ]
    aims += [Aim(own.dialogue, other.here, other.removed)]
    untouched = digest_of(of_dialogue(trial.before, other.dialogue))
    for who in (Who.READER, Who.HOST, Who.MODERATOR, Who.ORGANISER, Who.PARTICIPANT):
        for aim in aims:
            if who == Who.ORGANISER and name in OF_THE_HOUSE:
                continue
            error, after = trial.call(trial.actors[who], aim)
            assert digest_of(of_dialogue(after, other.dialogue)) == untouched, (who, aim)
            assert strays(after) == [], (who, aim)
        if who in {Who.HOST, Who.MODERATOR} and who in VERBS[name]:
            error, after = trial.call(trial.actors[who], Aim(other.dialogue, other.here, other.removed))
            assert isinstance(error, ForbiddenError), who
            assert digest_of(after) == digest_of(trial.before), who


@pytest.mark.integration
@pytest.mark.parametrize("name", CALLS)
def test_host_never_reaches_another_table(trial: Trial, name: str) -> None:
    there, own = trial.hall.evening.there, trial.aim
    untouched = digest_of(of_table(trial.before, there.table))
    for each in used_fields(CALLS[name], own):
        mixed: Table = dataclasses.replace(own.at, **{each: getattr(there, each)})
        _, after = trial.call(trial.actors[Who.HOST], dataclasses.replace(own, at=mixed))
        assert digest_of(of_table(after, there.table)) == untouched, each


@pytest.mark.integration
@pytest.mark.parametrize("name", [name for name, who in VERBS.items() if who == {Who.PARTICIPANT}])
def test_nobody_changes_the_card_of_another_participant(trial: Trial, name: str) -> None:
    for participant in ("f" * 32, "", None):
        error, after = trial.call(Actor(participant=participant), trial.aim)
        assert isinstance(error, ForbiddenError)
        assert digest_of(after) == digest_of(trial.before)

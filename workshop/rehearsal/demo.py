"""What `workshop demo` does: a throw-away evening that fills before one's eyes, and stays until Ctrl-C."""

import asyncio
import sys
import tempfile
import tomllib
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import typer

from exports import write_results
from themes import load_rehearsal_cards
from workshop.addresses import handouts_url
from workshop.app import create_app, services_of
from workshop.domain.dialogue import DialogueFacts, set_phase
from workshop.domain.dot import close_tally
from workshop.domain.queries.results import results_of
from workshop.domain.rights import operator
from workshop.i18n import catalogue
from workshop.invitation import Invitation, new_dialogue
from workshop.live.picture import Picture
from workshop.live.services import Services
from workshop.models import Phase
from workshop.rehearsal.harvest import harvest_largest
from workshop.rehearsal.phones import CARDS_EACH, Progress, crowd
from workshop.server import running
from workshop.settings import Settings

EVENING = Path(__file__).parent / "evening.toml"
PROGRESS_SECONDS = 1.0
# How long the dots are given, as a share of the time for the cards.
WEIGHING = 0.2
PLAIN_PROGRESS_SECONDS = 10.0
SETTLE_SECONDS = 0.5
MOST_SETTLE_TIMES = 240
# The folder of the papers.
FILES = "dateien"


async def run_demo(*, port: int, participants: int, minutes: float) -> None:
    """Serve a rehearsal dialogue and let simulated phones fill it."""
    evening = tomllib.loads(EVENING.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(prefix="workshop-demo-") as directory:
        settings = Settings(port=port, data_dir=Path(directory), database_url="", public_url="").ready()
        app = create_app(settings)
        async with running(app, settings) as server:
            played = asyncio.create_task(_play(services_of(app), evening, participants, minutes))
            await asyncio.wait({server, played}, return_when=asyncio.FIRST_COMPLETED)
            if played.done():
                played.result()
            played.cancel()
            await server


async def _play(services: Services, evening: dict[str, Any], participants: int, minutes: float) -> None:
    invitation = await _invite(services, evening)
    _say_addresses(invitation)
    watch = await services.watches.by_code(invitation.code)
    if watch is None:
        raise RuntimeError("the rehearsal dialogue is gone")
    cards = load_rehearsal_cards(evening["theme_set"])
    actor, dialogue_id = operator(), watch.picture.dialogue.id
    async with crowd(invitation.join_url, participants=participants) as phones:
        telling = asyncio.create_task(_tell(phones.progress, watch.picture, participants))
        await phones.write(cards, seconds=minutes * 60)
        await _settle(watch.picture, phones.progress)
        await set_phase(services.store, actor=actor, dialogue_id=dialogue_id, phase=Phase.WEIGH)
        await phones.weigh(seconds=minutes * 60 * WEIGHING)
        await close_tally(services.store, actor=actor, dialogue_id=dialogue_id)
        telling.cancel()
        _say(_line(phones.progress, watch.picture, participants), end="\n")
    await set_phase(services.store, actor=actor, dialogue_id=dialogue_id, phase=Phase.HARVEST)
    harvested = await harvest_largest(services.store, watch.picture, evening["outcomes"])
    files = await _write_files(services, invitation.code)
    typer.echo(
        f"\nThe phones are done; {harvested} groups became results, and the board shows which have most"
    )
    typer.echo("dots. Look at the results in the console, under Ergebnisse, and at the papers under Dateien.")
    typer.echo(f"\n  Papers   {services.settings.data_dir / FILES}   ({len(files)} files)\n")
    typer.echo("Ctrl-C ends the rehearsal and deletes everything, the papers too.")


async def _write_files(services: Services, code: str) -> list[Path]:
    """Write all result files beside the rehearsal's database, and return their paths."""
    async with services.store.read() as session:
        results = await results_of(
            session,
            code,
            zone=services.settings.zone,
            handouts_at=partial(handouts_url, services.settings),
        )
    folder = services.settings.data_dir / FILES
    spoken = catalogue("exports", results.dialogue.lang).gettext
    return await asyncio.to_thread(write_results, results, folder, gettext=spoken)


async def _settle(picture: Picture, progress: Progress) -> None:
    """Wait until the machine has decided about each card that came: on a busy one it may need minutes."""
    for _ in range(MOST_SETTLE_TIMES):
        shown = [entry for entry in picture.entries.values() if entry.is_shown]
        if len(picture.entries) >= progress.posted and all(entry.placed_by for entry in shown):
            return
        await asyncio.sleep(SETTLE_SECONDS)


async def _tell(progress: Progress, picture: Picture, participants: int) -> None:
    live = sys.stdout.isatty()
    while True:
        await asyncio.sleep(PROGRESS_SECONDS if live else PLAIN_PROGRESS_SECONDS)
        _say(_line(progress, picture, participants), end="\r" if live else "\n")


def _say(line: str, *, end: str) -> None:
    sys.stdout.write(line + end)
    sys.stdout.flush()


def _line(progress: Progress, picture: Picture, participants: int) -> str:
    failed = f" · {progress.failed} failed" if progress.failed else ""
    joined = f"joined {progress.joined}/{participants}"
    posted = f"posted {progress.posted}/{participants * CARDS_EACH}"
    dots = f" · dots {progress.dots}/{participants * picture.dialogue.dots}" if progress.dots else ""
    return f"{joined} · {posted} · grouped {_grouped(picture)}{dots}{failed}"


def _grouped(picture: Picture) -> int:
    return sum(entry.group_id is not None for entry in picture.entries.values())


async def _invite(services: Services, evening: dict[str, Any]) -> Invitation:
    facts = DialogueFacts(
        title=evening["title"],
        municipality=evening["municipality"],
        place=evening["place"],
        held_on=datetime.now(services.settings.zone).date(),
        goal=evening["goal"],
        promise=evening["promise"],
    )
    return await new_dialogue(
        services.store,
        services.settings,
        facts=facts,
        theme_set=evening["theme_set"],
        phase=Phase.COLLECT,
        rehearsal=True,
    )


def _say_addresses(invitation: Invitation) -> None:
    code = f"{invitation.code[:4]} {invitation.code[4:]}"
    typer.echo(f"{invitation.title}\n")
    typer.echo(f"  Board    {invitation.board_url}")
    typer.echo(f"  Join     {invitation.join_url}   (code {code})")
    typer.echo(f"  Console  {invitation.console_url}   (opens once, then the browser is known)\n")

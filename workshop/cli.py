"""The command line: `workshop …`. Options win over the environment (`WORKSHOP_…`)."""

import asyncio
import json
import signal
import sys
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from exports import read_file, write_results, write_series
from themes import load_theme_set, theme_set_keys
from workshop.addresses import handouts_url
from workshop.backup import restore_backup, write_backup
from workshop.domain.code import normalise_code
from workshop.domain.deletion import delete_dialogue
from workshop.domain.dialogue import DialogueFacts, set_phase
from workshop.domain.errors import NotFoundError, Refusal
from workshop.domain.importing import import_results
from workshop.domain.queries.deletion import Loss, loss_of
from workshop.domain.queries.dialogue import dialogue_by_code, dialogues_for
from workshop.domain.queries.results import results_of, results_of_series
from workshop.domain.rights import operator
from workshop.domain.store import Store
from workshop.failures import line_of
from workshop.i18n import Gettext, catalogue
from workshop.invitation import Invitation, first_link, invitation_to, new_dialogue
from workshop.live.erasure_list import read_list
from workshop.live.services import open_store
from workshop.logs import configure_logs
from workshop.models import Phase, now
from workshop.private_files import keep_to_owner
from workshop.settings import Settings

app = typer.Typer(
    help="Live workshop tool for municipal dialogue evenings.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
Result = TypeVar("Result")

Data = Annotated[Path | None, typer.Option("--data", help="Directory for the database and keys.")]
DatabaseUrl = Annotated[str | None, typer.Option("--database-url", help="postgresql://… or sqlite:///…")]
PublicUrl = Annotated[str | None, typer.Option("--public-url", help="The address that phones can reach.")]
Host = Annotated[str | None, typer.Option("--host", help="Address to listen on; 0.0.0.0 for a hall network.")]
Port = Annotated[int | None, typer.Option("--port", min=1, max=65535)]


def settings_from(**options: object) -> Settings:
    """Return the settings of the environment, overruled by the options that were given."""
    given: dict[str, Any] = {name: value for name, value in options.items() if value is not None}
    settings = Settings(**given).ready()
    if not settings.public_url and (noted := settings.noted_address()):
        settings = settings.model_copy(update={"public_url": noted})
    return settings


@app.command()
def serve(
    host: Host = None,
    port: Port = None,
    public_url: PublicUrl = None,
    database_url: DatabaseUrl = None,
    data: Data = None,
) -> None:
    """Run the live server; the first start prints a one-use address that opens the console."""
    from workshop.serve import serve_forever  # noqa: PLC0415 - NiceGUI takes two seconds that other commands save
    from workshop.server import run  # noqa: PLC0415 - as below

    given = {"host": host, "port": port, "public_url": public_url, "database_url": database_url}
    options = {name: value for name, value in {**given, "data_dir": data}.items() if value is not None}
    run(serve_forever(Settings(**options).ready()))  # type: ignore[arg-type]


@app.command()
def demo(
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8080,
    participants: Annotated[int, typer.Option(min=1, max=2000)] = 150,
    minutes: Annotated[float, typer.Option(min=0.05, max=60)] = 2,
) -> None:
    """Show an evening: a throw-away rehearsal dialogue with simulated phones; serves until Ctrl-C."""
    from workshop.rehearsal.demo import run_demo  # noqa: PLC0415 - as for serve

    # Told to stop by the system, it cleans up as after Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    asyncio.run(run_demo(port=port, participants=participants, minutes=minutes))


@app.command()
def new(
    title: Annotated[str, typer.Option()],
    theme_set: Annotated[str, typer.Option(help="A key that `workshop themes` lists.")],
    municipality: Annotated[str, typer.Option()] = "",
    phase: Annotated[Phase, typer.Option()] = Phase.PREPARATION,
    series: Annotated[str, typer.Option(help="The title of a series it belongs to, new or not.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,  # noqa: FBT002 - a flag
    public_url: PublicUrl = None,
    database_url: DatabaseUrl = None,
    data: Data = None,
) -> None:
    """Create a dialogue and print its code and addresses."""
    settings = settings_from(public_url=public_url, database_url=database_url, data_dir=data)
    facts = DialogueFacts(title=title, municipality=municipality)

    async def work(store: Store) -> None:
        invitation = await new_dialogue(
            store, settings, facts=facts, theme_set=theme_set, phase=phase, series=series
        )
        _print(invitation, as_json=as_json)

    asyncio.run(_with_store(settings, work))


def _print(invitation: Invitation, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(invitation.as_json(), ensure_ascii=False))
        return
    typer.echo(f"{invitation.title}  {invitation.code}")
    typer.echo(f"  join     {invitation.join_url}\n  board    {invitation.board_url}")
    typer.echo(f"  console  {invitation.console_url}   (opens once)")
    for table in invitation.tables:
        typer.echo(
            f"  {table.title}\n    join   {table.join_url}\n    host   {table.host_url}   (opens once)"
        )


@app.command("import")
def take_in(
    file: Annotated[
        Path,
        typer.Argument(help="A results.json of this or any earlier version.", exists=True, dir_okay=False),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,  # noqa: FBT002 - a flag
    public_url: PublicUrl = None,
    database_url: DatabaseUrl = None,
    data: Data = None,
) -> None:
    """Take the results of a dialogue in as one that is over, and print its code and addresses."""
    settings = settings_from(public_url=public_url, database_url=database_url, data_dir=data)
    results = read_file(file)

    async def work(store: Store) -> None:
        taken = await import_results(store, actor=operator(), results=results)
        if taken.code != results.dialogue.code:
            typer.echo(
                f"The code {results.dialogue.code} is taken here; the new one is {taken.code}.", err=True
            )
        if taken.left_out:
            typer.echo(f"Left out, because they were erased here: cards: {taken.left_out}.", err=True)
        _print(await invitation_to(store, settings, taken.code), as_json=as_json)

    asyncio.run(_with_store(settings, work))


@app.command("list")
def list_dialogues(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON array.")] = False,  # noqa: FBT002 - a flag
    database_url: DatabaseUrl = None,
    data: Data = None,
) -> None:
    """List the dialogues: code, title, municipality, date, phase, number of shown cards."""

    async def work(store: Store) -> None:
        async with store.read() as session:
            summaries = await dialogues_for(session, operator())
        lines = [summary.as_json() for summary in summaries]
        if as_json:
            typer.echo(json.dumps(lines, ensure_ascii=False))
            return
        for line in lines:
            del line["series"]
            # One line each, whatever is in a title.
            typer.echo(
                "  ".join(
                    " ".join(str(fact).split()) if fact not in {None, ""} else "-" for fact in line.values()
                )
            )

    asyncio.run(_with_store(settings_from(database_url=database_url, data_dir=data), work))


@app.command("phase")
def go_to_phase(
    code: Annotated[str, typer.Argument(help="The dialogue's code.")],
    phase: Annotated[Phase, typer.Argument(help="The phase to go to, forward or back.")],
    database_url: DatabaseUrl = None,
    data: Data = None,
) -> None:
    """Move a dialogue to a phase, as the console does."""

    async def work(store: Store) -> None:
        async with store.read() as session:
            dialogue = await dialogue_by_code(session, normalise_code(code))
        if dialogue is None:
            raise NotFoundError(Refusal.DIALOGUE_UNKNOWN)
        await set_phase(store, actor=operator(), dialogue_id=dialogue.id, phase=phase)
        typer.echo(f"{dialogue.code}  {dialogue.phase} -> {phase}")

    asyncio.run(_with_store(settings_from(database_url=database_url, data_dir=data), work))


@app.command()
def delete(
    code: Annotated[str, typer.Argument(help="The dialogue's code.")],
    yes: Annotated[bool, typer.Option("--yes", help="Delete it; without it you see what would go.")] = False,  # noqa: FBT002 - a flag
    database_url: DatabaseUrl = None,
    data: Data = None,
) -> None:
    """Delete a dialogue for good: its cards, topics, results, log and links."""

    async def work(store: Store) -> None:
        async with store.read() as session:
            dialogue = await dialogue_by_code(session, normalise_code(code))
            loss = await loss_of(session, dialogue.id) if dialogue else Loss()
        if dialogue is None:
            raise NotFoundError(Refusal.DIALOGUE_UNKNOWN)
        if yes:
            loss = await delete_dialogue(store, actor=operator(), dialogue_id=dialogue.id)
        typer.echo(f"{dialogue.code}  {'deleted' if yes else 'would be deleted for good'}: {_told(loss)}")
        typer.echo("Backups and files that were exported or downloaded stay where they are.")
        if not yes:
            typer.echo("Nothing was changed. Give --yes to delete it now.")
            raise typer.Exit(2)

    asyncio.run(_with_store(settings_from(database_url=database_url, data_dir=data), work))


def _told(loss: Loss) -> str:
    """Return what goes in one line; the server keeps no result files."""
    words = {"card": loss.cards, "topic": loss.topics, "result": loss.outcomes, "photo": loss.photos}
    words["link"] = loss.links
    counted = [f"{number} {word}{'s' * (number != 1)}" for word, number in words.items()]
    return ", ".join([*counted, f"steps in the log: {loss.steps}"])


@app.command()
def access(public_url: PublicUrl = None, database_url: DatabaseUrl = None, data: Data = None) -> None:
    """Print a new one-use address that opens the console of the whole installation."""
    settings = settings_from(public_url=public_url, database_url=database_url, data_dir=data)

    async def work(store: Store) -> None:
        typer.echo(await first_link(store, settings))

    asyncio.run(_with_store(settings, work))


@app.command()
def themes() -> None:
    """List the theme sets."""
    for key in theme_set_keys():
        chosen = load_theme_set(key)
        tables = "; ".join(table.title.in_language("de") for table in chosen.tables)
        typer.echo(f"{key:22} {chosen.title.in_language('de')}: {tables}")


@app.command()
def export(
    code: Annotated[str, typer.Argument(help="The dialogue's code.")],
    out: Annotated[Path, typer.Option(help="Directory for the files.")],
    series: Annotated[bool, typer.Option("--series", help="Of its whole series.")] = False,  # noqa: FBT002 - a flag
    database_url: DatabaseUrl = None,
    data: Data = None,
) -> None:
    """Write all result files of one dialogue, or with --series of all dialogues of its series together."""

    def spoken(lang: str) -> Gettext:
        return catalogue("exports", lang).gettext

    settings = settings_from(database_url=database_url, data_dir=data)
    from exports.word_template import use_template  # noqa: PLC0415 - other commands write no Word files

    use_template(settings.word_template)

    async def work(store: Store) -> None:
        asked: Any = {"zone": store.keeping.zone, "handouts_at": partial(handouts_url, settings)}
        async with store.read() as session:
            if series:
                together = await results_of_series(session, operator(), normalise_code(code), **asked)
                written = write_series(together, out, gettext_of=spoken)
            else:
                results = await results_of(session, normalise_code(code), **asked)
                written = write_results(results, out, gettext=spoken(results.dialogue.lang))
        for path in written:
            typer.echo(path)
        if not any(path.suffix == ".ics" for path in written):
            typer.echo("There is no runde-tische.ics: nothing has a date.", err=True)

    asyncio.run(_with_store(settings, work))


@app.command()
def papers(
    out: Annotated[Path, typer.Option(help="Directory for the files.")],
    public_url: PublicUrl = None,
    data: Data = None,
) -> None:
    """Write the drafts that the law asks a town for: Word files with the facts of this installation."""
    from workshop.law.papers import write_papers  # noqa: PLC0415 - other commands need no Word files

    settings = settings_from(public_url=public_url, data_dir=data)
    for path in write_papers(out, settings, today=now().astimezone(settings.zone).date()):
        typer.echo(path)


@app.command()
def model(
    folder: Annotated[Path, typer.Argument(help="The folder to write; made if there is none.")],
) -> None:
    """Write the sentence model into a folder, for WORKSHOP_EMBEDDING_FOLDER of a machine without it."""
    from workshop.grouping.sentence_model.package import write_folder  # noqa: PLC0415 - other commands need no model

    typer.echo(f"{write_folder(folder)}: set WORKSHOP_EMBEDDING_FOLDER to its folder on the other machine")


@app.command()
def phones(
    host: Host = None,
    port: Port = None,
    public_url: PublicUrl = None,
    database_url: DatabaseUrl = None,
    data: Data = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that share the port.")] = 1,
) -> None:
    """Run only the phone pages, on PostgreSQL, any number of processes beside one `serve`."""
    from workshop.phone_processes import serve_phones  # noqa: PLC0415 - other commands need no web at all

    given = {"host": host, "port": port, "public_url": public_url, "database_url": database_url}
    options = {name: value for name, value in {**given, "data_dir": data}.items() if value is not None}
    serve_phones(Settings(**options), workers=workers)  # type: ignore[arg-type]


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The file to write.")],
    database_url: DatabaseUrl = None,
    data: Data = None,
) -> None:
    """Write a consistent copy of everything, while the server runs."""
    settings = settings_from(database_url=database_url, data_dir=data)

    async def work(store: Store) -> None:
        count = await write_backup(store.database, file, secret=settings.secret)
        typer.echo(f"{file}: {count} rows. It opens every console: keep it safe.")

    asyncio.run(_with_store(settings, work))


@app.command()
def restore(
    file: Annotated[
        Path, typer.Argument(help="A file that `workshop backup` wrote.", exists=True, dir_okay=False)
    ],
    database_url: DatabaseUrl = None,
    data: Data = None,
) -> None:
    """Fill an empty database from a backup: same codes, addresses and rights."""
    from workshop.one_server import is_served  # noqa: PLC0415 - it knows the server, which other commands save

    settings = settings_from(database_url=database_url, data_dir=data)

    async def work(store: Store) -> None:
        erased = read_list(settings.erasures_file)
        count, secret = await restore_backup(store.database, file, erased=erased)
        store.erased.set()
        settings.keep_secret(secret)
        typer.echo(f"{count} rows restored, and the cookies' key into {settings.secret_file}")
        if is_served(settings):
            typer.echo(
                "A server runs on this database: restart it, for it still signs with the key from before."
            )

    asyncio.run(_with_store(settings, work))


async def _with_store(settings: Settings, work: Callable[[Store], Awaitable[Result]]) -> Result:
    async with open_store(settings) as store:
        return await work(store)


def main() -> None:
    """Run the command line; exit status 0 done, 1 failed with one line on standard error, 2 wrong use."""
    keep_to_owner()
    configure_logs()
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:  # noqa: BLE001 - whatever it is, whoever runs a command reads one line
        sys.exit(f"workshop: {line_of(error)}")


if __name__ == "__main__":
    main()

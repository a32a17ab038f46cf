"""What `workshop serve` does: start the server, say its addresses, and stay."""

import asyncio

import typer

from workshop.app import create_app, services_of
from workshop.invitation import start_link
from workshop.law.particulars import incomplete_pages
from workshop.one_server import only_server
from workshop.scheduled_backups import folder_note, scheduled_backups
from workshop.server import running
from workshop.settings import Settings


async def serve_forever(settings: Settings) -> None:
    """Serve until told to stop; on the first start print the address that opens the console."""
    with only_server(settings):
        await _serve(settings)


async def _serve(settings: Settings) -> None:
    app = create_app(settings)
    backups = await asyncio.to_thread(folder_note, settings)
    async with running(app, settings) as task, scheduled_backups(settings, services_of(app).copies):
        settings.note_address()
        link = await start_link(services_of(app).store, settings)
        typer.echo(f"workshop serves at {settings.base_url}")
        if link:
            typer.echo(f"Open the console once with: {link}")
            typer.echo(
                f"It opens for {settings.first_link_hours} hours and ends with the next start. "
                "`workshop access` prints a new one at any time."
            )
        _warn(settings, backups)
        await task


def _warn(settings: Settings, backups: str) -> None:
    if settings.host in {"0.0.0.0", "::"} and not settings.public_url:  # noqa: S104 - compared, not bound
        typer.echo(
            f"Note: QR codes and links would say {settings.base_url}, which no phone can open; "
            "give --public-url with this machine's address in the hall's network.",
            err=True,
        )
    for note in (incomplete_pages(settings), backups):
        if note:
            typer.echo(note, err=True)

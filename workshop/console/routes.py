"""The addresses of the console: dialogues, one dialogue, a table, results, measures, access, keeping."""

from collections.abc import Callable

from fastapi import Request
from nicegui import app, run, ui
from starlette.responses import Response

from workshop.console.frame.key import key_of
from workshop.console.frame.page import GuestPage, broken_notice, locked_notice, missing_notice
from workshop.console.pages.access import AccessPage
from workshop.console.pages.dialogue import DialoguePage
from workshop.console.pages.dialogues import DialoguesPage
from workshop.console.pages.host import HostPage
from workshop.console.pages.keeping import KeepingPage
from workshop.console.pages.law import LawPage
from workshop.console.pages.measures import HostMeasuresPage, MeasuresPage
from workshop.console.pages.photo_files import give_picture, take_photo
from workshop.console.pages.results import ResultsPage
from workshop.domain.code import normalise_code
from workshop.domain.grant import actor_of_key
from workshop.domain.queries.table import TableView
from workshop.domain.rights import Actor
from workshop.law.papers import PAPERS, paper_file
from workshop.live.services import Services
from workshop.live.watch import Watch
from workshop.models import now

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BUILD_SECONDS = 15.0


def register(get_services: Callable[[], Services]) -> None:
    """Register the pages with NiceGUI; `get_services` is asked when a page is opened."""
    # Before the page of a dialogue, whose address has a code where this one has a word.
    _register_access_and_results(get_services)
    _register_law(get_services)
    _register_photos(get_services)

    @ui.page("/console", response_timeout=BUILD_SECONDS)
    async def console(request: Request) -> None:
        services = get_services()
        actor = await _actor_of(services, request)
        if actor.runs_evenings:
            await DialoguesPage(services, request).build(actor)
        else:
            _refuse(services, request)

    @ui.page("/console/{code}", response_timeout=BUILD_SECONDS)
    async def dialogue(request: Request, code: str) -> None:
        services = get_services()
        if watch := await _moderated(services, request, code):
            DialoguePage(services, request, watch)

    @ui.page("/host/{code}/{table}", response_timeout=BUILD_SECONDS)
    async def host(request: Request, code: str, table: str) -> None:
        services = get_services()
        if found := await _hosted(services, request, code, table):
            HostPage(services, request, *found)

    @ui.page("/host/{code}/{table}/measures", response_timeout=BUILD_SECONDS)
    async def host_measures(request: Request, code: str, table: str) -> None:
        services = get_services()
        if found := await _hosted(services, request, code, table):
            HostMeasuresPage(services, request, *found)

    def broken() -> None:
        request = ui.context.client.request
        page = GuestPage(get_services(), request)
        with page.root:
            broken_notice(page.gettext)

    app.on_page_exception(broken)


def _register_access_and_results(get_services: Callable[[], Services]) -> None:
    @ui.page("/console/access", response_timeout=BUILD_SECONDS)
    async def access(request: Request) -> None:
        services = get_services()
        if (await _actor_of(services, request)).is_organiser:
            AccessPage(services, request)
        else:
            _refuse(services, request)

    @ui.page("/console/keeping", response_timeout=BUILD_SECONDS)
    async def keeping(request: Request) -> None:
        services = get_services()
        if (await _actor_of(services, request)).is_organiser:
            await KeepingPage(services, request).build()
        else:
            _refuse(services, request)

    @ui.page("/console/{code}/results", response_timeout=BUILD_SECONDS)
    async def results(request: Request, code: str) -> None:
        services = get_services()
        actor = await _actor_of(services, request)
        watch = await services.watches.by_code(normalise_code(code)) if actor.rights else None
        if watch is None or not actor.reads(watch.picture.dialogue.id):
            _refuse(services, request, is_missing=watch is None and actor.is_organiser)
        else:
            ResultsPage(services, request, watch, is_moderated=actor.moderates(watch.picture.dialogue.id))

    @ui.page("/console/{code}/measures", response_timeout=BUILD_SECONDS)
    async def measures(request: Request, code: str) -> None:
        services = get_services()
        if watch := await _moderated(services, request, code):
            MeasuresPage(services, request, watch)


async def _moderated(services: Services, request: Request, code: str) -> Watch | None:
    """Return the dialogue of a page for its moderators; for everybody else the refusal is on the page."""
    actor = await _actor_of(services, request)
    watch = await services.watches.by_code(normalise_code(code)) if actor.rights else None
    if watch is not None and actor.moderates(watch.picture.dialogue.id):
        return watch
    _refuse(services, request, is_missing=watch is None and actor.is_organiser)
    return None


async def _hosted(
    services: Services, request: Request, code: str, table: str
) -> tuple[Watch, TableView] | None:
    """Return the dialogue and the table of a page for its hosts; others have the refusal on the page."""
    actor = await _actor_of(services, request)
    watch = await services.watches.by_code(normalise_code(code)) if actor.rights else None
    found = watch.picture.table_by_key(table) if watch else None
    if watch and found and actor.hosts(watch.picture.dialogue.id, found.id):
        return watch, found
    _refuse(services, request, is_missing=found is None and actor.is_organiser)
    return None


def _register_law(get_services: Callable[[], Services]) -> None:
    @ui.page("/console/law", response_timeout=BUILD_SECONDS)
    async def law(request: Request) -> None:
        services = get_services()
        if (await _actor_of(services, request)).is_organiser:
            LawPage(services, request)
        else:
            _refuse(services, request)

    @app.get("/console/law/{file}")
    async def paper(request: Request, file: str) -> Response:
        services = get_services()
        if not (await _actor_of(services, request)).is_organiser:
            return Response(status_code=403)
        found = next((each for each in PAPERS if each.file == file), None)
        if found is None:
            return Response(status_code=404)
        today = now().astimezone(services.settings.zone).date()
        content = await run.io_bound(paper_file, found, services.settings, today=today)
        disposition = {"Content-Disposition": f'attachment; filename="{found.file}"'}
        return Response(content, media_type=WORD, headers=disposition)


def _register_photos(get_services: Callable[[], Services]) -> None:
    @app.post("/console/{code}/photos")
    async def add(request: Request, code: str) -> Response:
        return await take_photo(get_services(), request, code)

    @app.get("/console/{code}/photos/{photo}")
    async def large(request: Request, code: str, photo: str) -> Response:
        return await give_picture(get_services(), request, code, photo)

    @app.get("/console/{code}/photos/{photo}/small")
    async def small(request: Request, code: str, photo: str) -> Response:
        return await give_picture(get_services(), request, code, photo, small=True)


async def _actor_of(services: Services, request: Request) -> Actor:
    return await actor_of_key(services.store, key_of(request, services.settings))


def _refuse(services: Services, request: Request, *, is_missing: bool = False) -> None:
    """Say that there is nothing to see; only who runs the installation hears what does not exist."""
    page = GuestPage(services, request)
    page.client.status_code = 404 if is_missing else 403
    with page.root:
        (missing_notice if is_missing else locked_notice)(page.gettext)

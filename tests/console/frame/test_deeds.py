"""Each handler of the console is on the list of deeds, and asks for what the list says."""

import ast
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from nicegui import Client, core, ui
from starlette.requests import Request

import workshop.console
from workshop.console.frame.deeds import Deed, Need, opening
from workshop.console.frame.key import NAME
from workshop.console.frame.page import Page
from workshop.console.kit.controls import values_of
from workshop.console.pages.dialogues import DialoguesPage
from workshop.console.sections.sorting.act import drop_of, target_of
from workshop.domain.errors import RefusedError
from workshop.domain.grant import exchange_link, make_link, revoke_hosts
from workshop.domain.rights import operator
from workshop.models import Role
from workshop.settings import Settings

CONSOLE = Path(workshop.console.__file__).parent
# Handlers that only change what this one person sees, by the module in which they stand.
LOCAL = {
    "frame/menu": {"choose", "close"},
    "frame/links": {"modal.close"},
    "frame/page": {"lambda"},
    "kit/controls": {"on_click", "on_submit", "self._closed"},
    "pages/dialogues": {"lambda", "look_for", "modal.close", "sort"},
    "sections/access": {"modal.close"},
    "sections/facts/dialogs": {"modal.close"},
    "sections/files/preview": {"self._modal.close"},
    "sections/keeping": {"modal.close"},
    "sections/summaries/dialogs": {"modal.close"},
    "sections/harvest/dialog": {"self._modal.close"},
    "sections/harvest/headings_to_check": {"self._fill"},
    "sections/harvest/outcomes": {"open_cards"},
    "sections/sorting/card_dialogs": {"modal.close"},
    "sections/sorting/dialogs": {"modal.close"},
    "sections/sorting/group_dialogs": {"modal.close", "end"},
    "sections/sorting/group_list": {"lambda", "self._order_now"},
    "sections/sorting/paper_dialogs": {"modal.close"},
    "sections/tables": {"on_done"},
    "sections/verdicts/answers": {"self._fill"},
    "sections/verdicts/dialog": {"modal.close"},
    "sections/sorting/proposals": {"self._unfold", "modal.close"},
    "sections/sorting/turn_dialog": {"modal.close"},
}
ASKING = {"click", "submit", "told"}
NOBODY_WATCHES = SimpleNamespace(rights=SimpleNamespace(hold=lambda _key, _hear: lambda: None))


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(CONSOLE.rglob("*.py")):
        name = path.relative_to(CONSOLE).with_suffix("").as_posix()
        yield name, ast.parse(path.read_text(encoding="utf-8"))


def is_asking(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ASKING


def handlers_of(tree: ast.Module) -> Iterator[ast.expr]:
    """Yield what is given to `.on(event, …)` and to `button(text, …)`."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or len(node.args) < 2:
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in {"on", "button"} and not isinstance(node.args[1], ast.Constant):
            yield node.args[1]


@pytest.mark.unit
def test_every_handler_asks_for_a_right_or_changes_only_what_one_person_sees():
    local: dict[str, set[str]] = {}
    for module, tree in modules():
        asking = {
            target.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and is_asking(node.value)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for handler in handlers_of(tree):
            if is_asking(handler) or (isinstance(handler, ast.Name) and handler.id in asking):
                continue
            name = "lambda" if isinstance(handler, ast.Lambda) else ast.unparse(handler)
            local.setdefault(module, set()).add(name)
    assert local == LOCAL


@pytest.mark.unit
def test_every_deed_on_the_list_is_one_of_the_console_and_stands_in_its_room():
    used: dict[str, set[str]] = {}
    for module, tree in modules():
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id == "Deed"
            ):
                used.setdefault(node.attr, set()).add(module)
    assert used.keys() == set(Deed.__members__)
    rooms = {
        "dialogues": {"pages/dialogues"},
        "dialogue": {"pages/dialogue", "frame/phase_bar"},
        "drafts": {"frame/drafts", "frame/versions"},
    }
    astray = {
        name: places
        for name, places in used.items()
        if not places <= rooms.get(Deed[name].room, set())
        and not all(place.startswith(f"sections/{Deed[name].room}") for place in places)
    }
    assert astray == {}


@pytest.fixture
def loop_of_pages() -> Iterator[None]:
    """Let NiceGUI's background tasks run in the loop of the test."""
    before, core.loop = core.loop, None
    yield
    core.loop = before


async def page_of(store, role: Role, dialogue, kind: type[Page] = Page) -> Page:
    bounds = {"dialogue_id": dialogue.id} if role != Role.ORGANISER else {}
    if role == Role.HOST:
        bounds["table_id"] = 1
    secret = await make_link(store, actor=operator(), role=role, **bounds)
    key, _ = await exchange_link(store, secret=secret, key=None)
    headers = [(b"cookie", f"{NAME}={key}".encode()), (b"accept-language", b"de")]
    request = Request({"type": "http", "path": "/console", "query_string": b"", "headers": headers})
    with Client(ui.page("/console"), request=request):
        return kind(SimpleNamespace(store=store, settings=Settings(), watches=NOBODY_WATCHES), request)


async def call(handler: Callable[[SimpleNamespace], Awaitable[None]], args: object = None) -> None:
    await handler(SimpleNamespace(args=args))


@pytest.mark.integration
@pytest.mark.usefixtures("loop_of_pages")
@pytest.mark.parametrize("role", [Role.MODERATOR, Role.ORGANISER])
async def test_handler_that_needs_an_organiser_does_nothing_for_a_moderator(store, dialogue, role):
    page, done = await page_of(store, role, dialogue, DialoguesPage), []
    deed = opening(lambda: done.append(1))
    needing = {need: next(each for each in Deed if each.need == need) for need in Need}
    for need in (Need.MODERATOR, Need.ORGANISER):
        with page.client:
            await call(page.click(needing[need], deed))
    assert len(done) == (2 if role == Role.ORGANISER else 1)
    assert page.is_locked is False


@pytest.mark.integration
@pytest.mark.usefixtures("loop_of_pages")
async def test_handler_of_somebody_whose_right_was_taken_back_locks_the_page(store, dialogue):
    page, done = await page_of(store, Role.HOST, dialogue), []
    handler = page.click(Deed.SORTING_UNDO, opening(lambda: done.append(1)))
    with page.client:
        await call(handler)
        await revoke_hosts(store, actor=operator(), dialogue_id=dialogue.id, table_id=1)
        await call(handler)
    assert (done, page.is_locked) == ([1], True)


@pytest.mark.unit
@pytest.mark.parametrize("sent", [None, [], "x", {"a": "x"}, {"a": [1]}, {"a": None}, {"a": {"b": "x"}}])
def test_values_of_what_is_no_form_are_refused(sent):
    with pytest.raises(RefusedError):
        values_of(sent)


@pytest.mark.unit
@pytest.mark.parametrize(
    "sent",
    [
        None,
        [],
        "toggle",
        {},
        {"act": "drop table"},
        {"act": None},
        {"act": "toggle", "group": "x"},
        {"act": "toggle", "group": 1.5},
        {"act": "toggle", "group": True},
        {"act": "toggle", "group": "٣"},
        {"act": "more", "entry": 7},
        {"act": "more", "entry": "x" * 65},
    ],
)
def test_target_of_what_no_list_sends_is_refused(sent):
    with pytest.raises(RefusedError):
        target_of(sent)


@pytest.mark.unit
@pytest.mark.parametrize(
    "sent", [None, {"kind": "group", "id": "x", "onto": "1"}, {"kind": "entry", "id": "x", "onto": "y"}]
)
def test_drop_of_what_no_list_sends_is_refused(sent):
    with pytest.raises(RefusedError):
        drop_of(sent)

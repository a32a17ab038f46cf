"""How much sooner the phone page is usable than the same form in NiceGUI, and what each language weighs.

Run by hand: `python -m tests.load.phone_page`. Chromium is throttled: 1.6 Mbit/s, 150 ms round trip, 4x CPU.
"""

import contextlib
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import typer
from playwright.sync_api import Browser, sync_playwright

from tests.browser import ARGUMENTS, chromium_path
from tests.phone.hall import Hall
from tests.ports import free_port
from tests.waiting import until
from workshop.i18n import LANGUAGES

RUNS = 5
BYTES_A_SECOND = 1_600_000 / 8
LATENCY_MS = 150
CPU_SLOWDOWN = 4
LIMIT_BYTES = 14_000
# The plain form can be written into and sent as soon as it stands; the outbox comes with the script.
FORM_STANDS = "() => document.querySelector('#send')?.offsetHeight && performance.now()"
OUTBOX_RUNS = "() => document.querySelector('#count:not([hidden])') && performance.now()"
# What is typed before the socket is there never reaches the server.
NICEGUI_READY = "() => document.querySelector('textarea') && window.socket?.connected && performance.now()"


def main() -> int:
    """Measure and print both tables; the exit status says whether the goals are met."""
    with tempfile.TemporaryDirectory() as data, nicegui_form() as nicegui, sync_playwright() as playwright:
        hall = Hall(Path(data))
        hall.start()
        hall.begin()
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        largest = print_sizes(hall)
        ratio = print_times(browser, hall, nicegui)
        browser.close()
        hall.stop()
    return 0 if largest <= LIMIT_BYTES and ratio >= 3 else 1


def print_sizes(hall: Hall) -> int:
    """Print bytes and requests of the first card for each language; return the largest sum of bytes."""
    typer.echo(
        f"{'language':<10} {'encoding':<9} {'HTML + style':>13} {'script':>7} {'together':>9} {'requests':>9}"
    )
    sums = []
    for tag in LANGUAGES:
        for encoding in ("br", "gzip"):
            headers = {"Accept-Encoding": encoding}
            page = httpx.get(hall.address(f"/wohnen?lang={tag}"), headers=headers)
            found = re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="([^"]+)"', page.text)
            needed = [each for each in found if not each.startswith("data:")]
            parts = [
                page,
                *(httpx.get(f"http://127.0.0.1:{hall.port}{path}", headers=headers) for path in needed),
            ]
            sizes = [int(part.headers["content-length"]) for part in parts]
            sums.append(sum(sizes))
            typer.echo(
                f"{tag:<10} {encoding:<9} {sizes[0]:>13} {sum(sizes[1:]):>7} {sums[-1]:>9} {len(sizes):>9}"
            )
    typer.echo(f"largest: {max(sums)} bytes (limit {LIMIT_BYTES})\n")
    return max(sums)


def print_times(browser: Browser, hall: Hall, nicegui: str) -> float:
    """Print the time until each form is usable, measured in turns; return the ratio of the medians."""
    kinds = {
        "phone page: form stands, can be sent": (hall.address(), FORM_STANDS),
        "phone page: outbox and live script run": (hall.address(), OUTBOX_RUNS),
        "NiceGUI form: stands and is connected": (nicegui, NICEGUI_READY),
    }
    times: dict[str, list[float]] = {name: [] for name in kinds}
    for turn in range(RUNS + 1):
        for name, (address, ready) in kinds.items():
            milliseconds = usable_after(browser, address, ready)
            if turn:  # the first turn only warms the browser and both servers up
                times[name].append(milliseconds)
    typer.echo(
        f"1.6 Mbit/s, {LATENCY_MS} ms round trip, {CPU_SLOWDOWN}x CPU slowdown, median of {RUNS} cold loads"
    )
    for name, measured in times.items():
        typer.echo(f"{name:<39} {statistics.median(measured):>6.0f} ms  {[round(each) for each in measured]}")
    form, outbox, rich = (statistics.median(measured) for measured in times.values())
    typer.echo(f"usable {rich / form:.1f} times sooner (goal: 3); with its script {rich / outbox:.1f} times")
    return rich / form


def usable_after(browser: Browser, address: str, ready: str) -> float:
    """Return the milliseconds from the navigation's start until the form can be used."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    tools = context.new_cdp_session(page)
    tools.send("Network.enable")
    conditions = {"offline": False, "latency": LATENCY_MS}
    speeds = {"downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND}
    tools.send("Network.emulateNetworkConditions", conditions | speeds)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})
    page.goto(address, wait_until="commit", timeout=60_000)
    milliseconds = page.wait_for_function(ready, polling="raf", timeout=60_000).json_value()
    context.close()
    return float(milliseconds)


def _answers(address: str) -> bool:
    with contextlib.suppress(httpx.HTTPError):
        return httpx.get(address, timeout=5).is_success
    return False


@contextlib.contextmanager
def nicegui_form() -> Iterator[str]:
    """Serve the same form as a minimal NiceGUI page in a process of its own; yield its address."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "tests.load.phone_page", "--nicegui", str(port)])
    address = f"http://127.0.0.1:{port}/"
    try:
        until(lambda: _answers(address), why=lambda: f"nothing answers on {address}")
        yield address
    finally:
        process.terminate()
        process.wait(10)


def serve_nicegui(port: int) -> None:
    """Run the minimal NiceGUI page: three questions, a field, a button."""
    from nicegui import ui  # noqa: PLC0415 - only this process needs it

    @ui.page("/")
    def form() -> None:
        ui.label("Bauen & Wohnen")
        ui.radio(["Was läuft gut?", "Was muss verbessert werden?", "Was braucht es?"])
        field = ui.textarea("Ihre Karte")
        ui.button("Senden", on_click=lambda: ui.notify(field.value))

    ui.run(host="127.0.0.1", port=port, show=False, reload=False, show_welcome_message=False, title="Form")


if __name__ in {"__main__", "__mp_main__"}:
    if "--nicegui" in sys.argv:
        serve_nicegui(int(sys.argv[-1]))
    else:
        sys.exit(main())

import re
import stat
from pathlib import Path

import pytest

from workshop.origins import AddressError
from workshop.settings import Settings, SettingsError

pytestmark = pytest.mark.unit
DOCUMENT = Path(__file__).parent.parent / "docs" / "settings.md"
GROUPED = {"operator_address": "_ADDRESS", "operator_mail": "_MAIL"}


@pytest.mark.parametrize("name", Settings.model_fields)
def test_setting_is_documented(name: str) -> None:
    assert f"`{GROUPED.get(name, f'WORKSHOP_{name.upper()}')}`" in DOCUMENT.read_text(encoding="utf-8")


def test_no_setting_is_explained_twice() -> None:
    rows = re.findall(r"^\| (`WORKSHOP_\w+`)", DOCUMENT.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert len(rows) > 15
    assert [row for row in rows if rows.count(row) > 1] == []


def test_secret_is_made_once_and_kept_for_its_owner_only(tmp_path) -> None:
    first, second = Settings(data_dir=tmp_path).ready(), Settings(data_dir=tmp_path).ready()
    assert first.secret == second.secret
    assert len(first.secret) >= 32
    assert stat.S_IMODE(first.secret_file.stat().st_mode) == 0o600


def test_secret_of_the_environment_wins(tmp_path) -> None:
    assert Settings(data_dir=tmp_path, secret="given").ready().secret == "given"


@pytest.mark.parametrize(
    ("public_url", "base_url", "is_https"),
    [
        ("", "http://127.0.0.1:8080", False),
        ("https://dialog.example/", "https://dialog.example", True),
        ("HTTPS://Dialog.Example:443", "https://dialog.example", True),
        ("laptop:8080", "http://laptop:8080", False),
    ],
)
def test_base_url(public_url: str, base_url: str, is_https: bool) -> None:
    settings = Settings(public_url=public_url)
    assert (settings.base_url, settings.is_https) == (base_url, is_https)


def test_public_address_with_a_path_is_no_setting() -> None:
    with pytest.raises(AddressError, match="must end after the host"):
        Settings(public_url="https://dialog.example/abend")


def test_public_address_is_among_the_origins_as_a_browser_names_it(monkeypatch) -> None:
    monkeypatch.setenv("WORKSHOP_PUBLIC_URL", "https://Bürgerdialog.example:443/")
    assert "https://xn--brgerdialog-thb.example" in Settings().own_origins


def test_hosts_beside_the_servers_own_are_any_or_those_that_are_named() -> None:
    bounded = Settings(public_url="https://dialog.example", allowed_hosts="laptop, laptop.local")
    names = ["laptop:8080", "laptop.local", "dialog.example", "127.0.0.1:8080", "other"]
    assert [bounded.is_own_host(name) for name in names] == [True, True, True, True, False]
    assert Settings().is_own_host("other") is True
    with pytest.raises(AddressError):
        Settings(allowed_hosts="laptop/x")


def test_times_are_those_of_berlin_unless_another_zone_is_set(monkeypatch) -> None:
    monkeypatch.delenv("WORKSHOP_TIME_ZONE", raising=False)
    assert str(Settings().zone) == "Europe/Berlin"
    monkeypatch.setenv("WORKSHOP_TIME_ZONE", "Europe/Lisbon")
    assert str(Settings().zone) == "Europe/Lisbon"


@pytest.mark.parametrize("name", ["Europe/Schwerin", "../etc/passwd", "+01:00"])
def test_what_is_no_time_zone_is_refused_in_one_line(monkeypatch, name) -> None:
    monkeypatch.setenv("WORKSHOP_TIME_ZONE", name)
    with pytest.raises(RuntimeError, match=r"^WORKSHOP_TIME_ZONE: there is no time zone '.*'$"):
        Settings()


def test_what_is_no_network_or_contact_is_refused_in_one_line(monkeypatch) -> None:
    for name, wrong in (
        ("TRUSTED_PROXIES", "10.0.0.0/8, everybody"),
        ("TRUSTED_PROXIES", "10.0.0.1/8"),
        ("SECURITY_CONTACT", "javascript:alert(1)"),
        ("SECURITY_CONTACT", "a@b.example\nExpires: never"),
        ("SECURITY_CONTACT", "nobody"),
    ):
        monkeypatch.setenv(f"WORKSHOP_{name}", wrong)
        with pytest.raises(RuntimeError, match=f"^WORKSHOP_{name}[^\n]*$"):
            Settings()
        monkeypatch.delenv(f"WORKSHOP_{name}")


def test_whom_to_tell_of_a_hole_is_an_address_that_opens() -> None:
    assert Settings().reports_to == ""
    assert Settings(operator_mail="amt@example.org").reports_to == "mailto:amt@example.org"
    assert Settings(operator_mail="Amt\nContact: x").reports_to == ""
    told = Settings(operator_mail="amt@example.org", security_contact="https://example.org/melden")
    assert told.reports_to == "https://example.org/melden"
    assert [str(each) for each in Settings(trusted_proxies="10.0.0.0/8,::1").proxies] == [
        "10.0.0.0/8",
        "::1/128",
    ]


def test_paper_of_the_town_is_checked_at_the_start(tmp_path: Path) -> None:
    file = tmp_path / "briefkopf.docm"
    with pytest.raises(SettingsError, match=r"^WORKSHOP_WORD_TEMPLATE: .*briefkopf.docm cannot be read"):
        Settings(data_dir=tmp_path, word_template=file)
    file.write_bytes(b"no Word file")
    with pytest.raises(SettingsError, match=r"briefkopf.docm is no Word file \(.docx or .dotx\)$"):
        Settings(data_dir=tmp_path, word_template=file)

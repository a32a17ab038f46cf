import pytest

from workshop.origins import (
    AddressError,
    host_address,
    is_allowed_host,
    is_own_origin,
    public_address,
    shown_address,
)

pytestmark = pytest.mark.unit
OWN = ["http://127.0.0.1:8080", "https://dialog.example"]


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://dialog.example", "https://dialog.example"),
        ("  https://dialog.example//  ", "https://dialog.example"),
        ("HTTPS://Dialog.Example:443/", "https://dialog.example"),
        ("http://dialog.example:80", "http://dialog.example"),
        ("http://dialog.example:443", "http://dialog.example:443"),
        ("https://dialog.example.", "https://dialog.example"),
        ("dialog.example", "http://dialog.example"),
        ("dialog.example:443", "https://dialog.example"),
        ("laptop:8080", "http://laptop:8080"),
        ("192.168.1.20:8080/", "http://192.168.1.20:8080"),
        ("https://Bürgerdialog.example/", "https://xn--brgerdialog-thb.example"),
        ("https://straße.example", "https://xn--strae-oqa.example"),
        ("https://xn--brgerdialog-thb.example", "https://xn--brgerdialog-thb.example"),
        ("https://منتدى.example", "https://xn--pgbk8der.example"),
        ("http://[FE80:0:0:0:0:0:0:1]:8080", "http://[fe80::1]:8080"),
        ("http://[::1]", "http://[::1]"),
    ],
)
def test_public_address_is_as_browsers_write_it(written: str, address: str) -> None:
    assert public_address(written) == address
    assert public_address(address) == address


@pytest.mark.parametrize(
    "written",
    [
        "https://dialog.example/abend",
        "dialog.example/j/KFD7M2QX",
        "https://dialog.example?x=1",
        "https://dialog.example/#oben",
        "ftp://dialog.example",
        "wss://dialog.example",
        "https://",
        "http:///j",
        "https:/dialog.example",
        "https://me:secret@dialog.example",
        "https://dialog.example:port",
        "https://dialog.example:0",
        "https://dialog.example:70000",
        "https://dialog example",
        "https://dialog..example",
        "https://-dialog.example",
        "https://[::1",
        "https://[1.2.3.4]",
        f"https://{'a' * 64}ü.example",
        "http://\ndialog.example/x\n",
    ],
)
def test_address_that_no_page_has_is_refused_in_one_line(written: str) -> None:
    with pytest.raises(AddressError) as refused:
        public_address(written)
    assert "\n" not in str(refused.value)


def test_address_is_shown_as_people_type_it() -> None:
    assert shown_address("https://xn--brgerdialog-thb.example:8443") == "bürgerdialog.example:8443"
    assert shown_address("http://192.168.1.20:8080") == "192.168.1.20:8080"


def test_host_address_puts_ipv6_into_brackets() -> None:
    assert (host_address("::1", 8080), host_address("Laptop", 80)) == ("http://[::1]:8080", "http://laptop")


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("https://dialog.example", "127.0.0.1:8080"),
        ("https://dialog.example:443", None),
        ("http://192.168.1.33:8080", "192.168.1.33:8080"),
        ("http://laptop.local:8080", "LAPTOP.local:8080"),
        ("http://laptop", "laptop:80"),
        ("https://laptop", "laptop"),
        ("https://laptop", "laptop:443"),
        ("http://[fe80::1]:8080", "[FE80::1]:8080"),
        ("https://xn--brgerdialog-thb.example", "xn--brgerdialog-thb.example"),
    ],
)
def test_same_server_under_any_of_its_names_is_ours(origin: str, host: str | None) -> None:
    assert is_own_origin(origin, [host, None], own=OWN, allowed=["*"]) is True


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://evil.example", "127.0.0.1:8080"),
        ("http://evil.example", "dialog.example"),
        ("http://dialog.example.evil.example", "dialog.example"),
        ("http://192.168.1.33:8081", "192.168.1.33:8080"),
        ("http://dialog.example", "127.0.0.1:8080"),
        ("null", "null"),
        ("file://", ""),
        ("chrome-extension://abcdef", "abcdef"),
        ("", ""),
        (None, None),
        ("http://127.0.0.1:99999", "127.0.0.1:99999"),
    ],
)
def test_page_of_another_site_is_not_ours(origin: str | None, host: str | None) -> None:
    assert is_own_origin(origin, [host], own=OWN, allowed=["*"]) is False


def test_host_that_a_proxy_was_asked_for_counts() -> None:
    assert is_own_origin("https://abend.example", ["app:8080", "abend.example, x"], own=OWN, allowed=["*"])


def test_names_can_be_bounded() -> None:
    assert is_own_origin("http://laptop:8080", ["laptop:8080"], own=OWN, allowed=["Laptop"]) is True
    assert is_own_origin("http://other:8080", ["other:8080"], own=OWN, allowed=["Laptop"]) is False
    assert is_own_origin("https://dialog.example", ["x"], own=OWN, allowed=[]) is True
    assert (is_allowed_host("LAPTOP:8080", ["laptop"]), is_allowed_host("a b", ["*"])) == (True, False)

"""Settings from the environment (prefix `WORKSHOP_`); options of a command win over it."""

import contextlib
import ipaddress
import re
import secrets
from datetime import date
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import URL

from workshop.origins import (
    ANY_HOST,
    AddressError,
    host_address,
    is_allowed_host,
    is_own_origin,
    public_address,
)
from workshop.private_files import make_folder, new_file, write_file

# What phones show: no controls but line breaks, and nothing that turns the writing direction around.
_NOT_PLAIN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

# The Länder by their letters of ISO 3166-2:DE, as `workshop/law/laender.toml` has them; empty is none.
Letters = Literal[
    "", "BW", "BY", "BE", "BB", "HB", "HH", "HE", "MV", "NI", "NW", "RP", "SL", "SN", "ST", "SH", "TH"
]
LEGAL_BASIS = "Art. 6 Abs. 1 lit. e DSGVO in Verbindung mit dem Landesrecht"


class SettingsError(RuntimeError):
    """A setting, or a file that belongs to the settings, cannot be used; the message says which and why."""


# More than anybody reads in a moment of trouble.
MOST_RULES = 20_000


def _read_text(file: Path, setting: str) -> str:
    try:
        with file.open("rb") as opened:
            raw = opened.read(4 * MOST_RULES + 1)
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise SettingsError(f"{setting}: {file} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise SettingsError(f"{setting}: {file} is no text in UTF-8") from error
    text = text.replace("\r\n", "\n").replace("\t", " ")
    if len(text) > MOST_RULES:
        raise SettingsError(f"{setting}: {file} has more than {MOST_RULES} characters")
    if _NOT_PLAIN.search(text):
        raise SettingsError(f"{setting}: {file} has a control character")
    return text


def _text_now(file: Path | None) -> str:
    """Return what the file has in it now; an evening does not fail for one that went away."""
    try:
        return _read_text(file, "").strip() if file else ""
    except SettingsError:
        return ""


def explain(error: ValidationError) -> str:
    """Return one line about settings that cannot be taken; it names the variable and not its value."""
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    name = "_".join(str(part) for part in first["loc"]).upper()
    return f"WORKSHOP_{name} (or its option) cannot be used: {first['msg']}"


class Settings(BaseSettings):
    """How one installation runs; every setting is explained in docs/settings.md."""

    model_config = SettingsConfigDict(env_prefix="WORKSHOP_", env_ignore_empty=True)

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=1, le=65535)
    public_url: str = ""
    allowed_hosts: str = ANY_HOST
    trusted_proxies: str = ""
    data_dir: Path = Field(default_factory=lambda: Path.home() / ".local" / "share" / "workshop")
    database_url: str = ""
    secret: str = ""
    first_link_hours: int = Field(default=24, ge=1, le=24 * 30)
    link_days: int = Field(default=7, ge=1, le=365)
    access_days: int = Field(default=30, ge=1, le=365)
    backup_hours: float = Field(default=0, ge=0, le=24 * 31)
    backup_copies: int = Field(default=7, ge=1, le=1000)
    backup_folder: Path | None = None
    correction_days: int = Field(default=7, ge=0, le=14)
    keep_months: int = Field(default=12, ge=1, le=120)
    no_archive_reason: str = Field(default="", max_length=500)
    time_zone: str = "Europe/Berlin"
    rate_limit: Literal["on", "off"] = "on"
    embedding: Literal["on", "off"] = "on"
    embedding_folder: Path | None = None
    embedding_url: str = ""
    embedding_model: str = ""
    embedding_key: str = ""
    word_list_folder: Path | None = None
    operator_name: str = Field(default="", max_length=200)
    operator_address: str = Field(default="", max_length=500)
    operator_mail: str = Field(default="", max_length=200)
    operator_land: Letters = ""
    operator_data_protection: str = Field(default="", max_length=500)
    operator_legal_basis: str = Field(default=LEGAL_BASIS, max_length=500)
    operator_hosting: str = Field(default="", max_length=500)
    operator_supervision: str = Field(default="", max_length=500)
    operator_arbitration: str = Field(default="", max_length=500)
    operator_statement_on: date | None = Field(default=None, ge=date(2018, 9, 23), le=date(2199, 12, 31))
    security_contact: str = Field(default="", max_length=500)
    house_rules: Path | None = None
    funding_list: Path | None = None
    word_template: Path | None = None

    @field_validator(
        "operator_name",
        "operator_address",
        "operator_mail",
        "operator_data_protection",
        "operator_legal_basis",
        "operator_hosting",
        "operator_supervision",
        "operator_arbitration",
        "security_contact",
        "no_archive_reason",
    )
    @classmethod
    def _plain(cls, words: str) -> str:
        if _NOT_PLAIN.search(words):
            raise ValueError("has a control character")
        return words

    @field_validator("house_rules", "funding_list")
    @classmethod
    def _a_text(cls, file: Path | None, info: ValidationInfo) -> Path | None:
        """Refuse a file that is no text of a sober length, in one line."""
        if file is not None:
            _read_text(file, f"WORKSHOP_{info.field_name}".upper())
        return file

    @field_validator("word_template")
    @classmethod
    def _a_word_file(cls, file: Path | None) -> Path | None:
        """Refuse a file on which no document can be written, in one line."""
        if file is not None:
            from exports.word_template import UnusableTemplateError, check_file  # noqa: PLC0415 - few have one

            try:
                check_file(file)
            except UnusableTemplateError as problem:
                raise SettingsError(f"WORKSHOP_WORD_TEMPLATE: {file} {problem}") from problem
        return file

    @property
    def house_rules_text(self) -> str:
        """The operator's house rules, as the file has them now; empty without a file or a text in it."""
        return _text_now(self.house_rules)

    @property
    def funding_text(self) -> str:
        """The operator's list of funding, as the file has it now; empty without a file or a text in it."""
        return _text_now(self.funding_list)

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        """Refuse a name that is no time zone, in one line; pydantic leaves a `RuntimeError` as it is."""
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise RuntimeError(f"WORKSHOP_TIME_ZONE: there is no time zone {name!r}") from error
        return name

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which people read the clock, whatever the machine's own is."""
        return ZoneInfo(self.time_zone)

    @property
    def database(self) -> str | URL:
        """The database's address: the one that was set, or a file in the data directory.

        The file's address is no text: in one, a `?` in a folder's name would end the path.
        """
        file = self.data_dir.absolute() / "workshop.sqlite"
        return self.database_url or URL.create("sqlite", database=str(file))

    @field_validator("public_url")
    @classmethod
    def _as_browsers_write_it(cls, written: str) -> str:
        """Raise `AddressError` for an address that cannot be the server's."""
        return public_address(written) if written.strip() else ""

    @field_validator("allowed_hosts")
    @classmethod
    def _each_a_host(cls, written: str) -> str:
        """Raise `AddressError` for a name that no host can have."""
        for name in written.replace(",", " ").split():
            try:
                if name != ANY_HOST:
                    public_address(name)
            except AddressError as error:
                raise AddressError(
                    f"WORKSHOP_ALLOWED_HOSTS: {error}".replace("public address", "name")
                ) from None
        return written

    @field_validator("trusted_proxies")
    @classmethod
    def _each_a_network(cls, written: str) -> str:
        """Refuse what is neither an address nor a network, in one line."""
        for each in written.replace(",", " ").split():
            try:
                ipaddress.ip_network(each)
            except ValueError:
                raise RuntimeError(
                    f"WORKSHOP_TRUSTED_PROXIES: {each!r} is no IP address and no network such as 10.0.0.0/8"
                ) from None
        return written

    @field_validator("security_contact")
    @classmethod
    def _a_mail_or_address(cls, written: str) -> str:
        """Return it as an address that a browser opens; refuse what is none, in one line."""
        text = written.strip()
        if not text or re.fullmatch(r"(https://|mailto:|tel:)[^\s<>\"]+", text):
            return text
        if re.fullmatch(r"[^\s<>\":/@]+@[^\s<>\":/@]+", text):
            return f"mailto:{text}"
        raise RuntimeError("WORKSHOP_SECURITY_CONTACT must be a mail address, https://…, mailto:… or tel:…")

    @property
    def reports_to(self) -> str:
        """Whom somebody tells who found a hole, as an address that a browser opens; empty for nobody."""
        mail = self.operator_mail.strip()
        is_mail = re.fullmatch(r"[^\s<>\":/@]+@[^\s<>\":/@]+", mail)
        return self.security_contact or (f"mailto:{mail}" if is_mail else "")

    @property
    def proxies(self) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
        """The reverse proxies that are believed what they say of a request."""
        return [ipaddress.ip_network(each) for each in self.trusted_proxies.replace(",", " ").split()]

    @property
    def base_url(self) -> str:
        """The address under which people reach the server, as browsers write it: no slash at its end."""
        return self.public_url or host_address(self.host, self.port)

    @property
    def own_origins(self) -> list[str]:
        """The origins under which a browser on this machine or at the public address sees the server."""
        names = {"127.0.0.1", "localhost", "::1", self.host}
        return sorted({self.base_url, *(host_address(name, self.port) for name in names)})

    @property
    def hosts(self) -> list[str]:
        """The names under which pages may be opened beside the server's own; `*` means any."""
        return self.allowed_hosts.replace(",", " ").split()

    def is_own_origin(self, origin: str | None, hosts: list[str | None]) -> bool:
        """Say whether a page of `origin` is ours, in a request that was sent to one of `hosts`."""
        return is_own_origin(origin, hosts, own=self.own_origins, allowed=self.hosts)

    def is_own_host(self, host: str) -> bool:
        """Say whether pages opened at `host[:port]` may talk to the server."""
        own = (origin.split("://", 1)[-1] for origin in self.own_origins)
        return is_allowed_host(host, [*own, *self.hosts])

    @property
    def address_file(self) -> Path:
        """Where a running server notes its address for the other commands."""
        return self.data_dir / "address"

    @property
    def backups(self) -> Path:
        """Where the server puts the backups that it makes by itself."""
        return self.backup_folder or self.data_dir / "backups"

    @property
    def word_lists(self) -> Path:
        """Where the operator keeps lists of words that make a card wait for a person."""
        return self.word_list_folder or self.data_dir / "words"

    @property
    def secret_file(self) -> Path:
        """Where the cookies' key is kept that was made here."""
        return self.data_dir / "secret"

    @property
    def erasures_file(self) -> Path:
        """Where it stands which cards lost their words, for when an older backup is restored."""
        return self.data_dir / "erasures.jsonl"

    def ready(self) -> "Settings":
        """Return the settings with a data directory and a secret, made and kept there if none was set.

        Raises `SettingsError` if the directory or the secret's file cannot be used.
        """
        try:
            make_folder(self.data_dir)
        except (FileExistsError, NotADirectoryError) as error:
            raise SettingsError(f"the data directory {self.data_dir} is a file, or lies below one") from error
        except OSError as error:
            raise SettingsError(f"the data directory {self.data_dir}: {error.strerror}") from error
        if self.secret:
            return self
        try:
            # Of two that begin in the same moment both take the key of the one that was first.
            with contextlib.suppress(FileExistsError), new_file(self.secret_file) as file:
                file.write(secrets.token_urlsafe(32).encode("ascii"))
            secret = self.secret_file.read_text(encoding="ascii").strip()
        except (OSError, ValueError) as error:
            raise SettingsError(
                f"the cookies' key in {self.secret_file} cannot be read or written"
            ) from error
        if not secret:
            raise SettingsError(
                f"the cookies' key in {self.secret_file} is empty; remove it or restore a backup"
            )
        return self.model_copy(update={"secret": secret})

    def noted_address(self) -> str:
        """Return the address that a server noted in the data directory, empty if there is none."""
        try:
            return self.address_file.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return ""
        except (OSError, ValueError) as error:
            raise SettingsError(f"the server's address in {self.address_file} cannot be read") from error

    def keep_secret(self, secret: str) -> None:
        """Write the cookies' key into the data directory, readable by its owner only."""
        write_file(self.secret_file, secret.encode("ascii"))

    def note_address(self) -> None:
        """Write the address of this server into the data directory, for the other commands."""
        write_file(self.address_file, self.base_url.encode())

    @property
    def is_https(self) -> bool:
        """Whether people reach the server over TLS, so that cookies may be `Secure`."""
        return self.base_url.startswith("https://")

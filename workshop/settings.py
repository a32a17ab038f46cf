"""Settings from the environment (prefix `WORKSHOP_`); options of a command win over it."""

import os
import secrets
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """How one installation runs; every setting is explained in docs/settings.md."""

    model_config = SettingsConfigDict(env_prefix="WORKSHOP_")

    host: str = "127.0.0.1"
    port: int = 8080
    public_url: str = ""
    data_dir: Path = Field(default_factory=lambda: Path.home() / ".local" / "share" / "workshop")
    database_url: str = ""
    secret: str = ""
    rate_limit: Literal["on", "off"] = "on"
    embedding_folder: Path | None = None
    embedding_url: str = ""
    embedding_model: str = ""
    embedding_key: str = ""
    operator_name: str = ""
    operator_address: str = ""
    operator_mail: str = ""

    @property
    def database(self) -> str:
        """The database's address: the one that was set, or a file in the data directory."""
        return self.database_url or f"sqlite:///{self.data_dir / 'workshop.sqlite'}"

    @property
    def base_url(self) -> str:
        """The address under which people reach the server, without a slash at the end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def own_origins(self) -> list[str]:
        """The origins under which a browser on this machine or at the public address sees the server."""
        names = {"127.0.0.1", "localhost", self.host}
        return sorted({self.base_url, *(f"http://{name}:{self.port}" for name in names)})

    @property
    def address_file(self) -> Path:
        """Where a running server notes its address for the other commands."""
        return self.data_dir / "address"

    @property
    def secret_file(self) -> Path:
        """Where the cookies' key is kept that was made here."""
        return self.data_dir / "secret"

    def ready(self) -> "Settings":
        """Return the settings with a data directory and a secret, made and kept there if none was set."""
        self.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        if self.secret:
            return self
        if not self.secret_file.exists():
            self.keep_secret(secrets.token_urlsafe(32))
        return self.model_copy(update={"secret": self.secret_file.read_text(encoding="ascii").strip()})

    def keep_secret(self, secret: str) -> None:
        """Write the cookies' key into the data directory, readable by its owner only."""
        part = self.secret_file.with_name("secret.part")
        part.unlink(missing_ok=True)
        with os.fdopen(
            os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii"
        ) as file:
            file.write(secret)
        part.replace(self.secret_file)

    @property
    def is_https(self) -> bool:
        """Whether people reach the server over TLS, so that cookies may be `Secure`."""
        return self.base_url.startswith("https://")

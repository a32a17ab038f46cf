"""The addresses that people open, print and scan."""

from workshop.settings import Settings


def join_url(settings: Settings, code: str, table: str | None = None) -> str:
    """Return the phone page's address, with the table preselected if one is given."""
    return f"{settings.base_url}/j/{code}" + (f"/{table}" if table else "")


def board_url(settings: Settings, code: str, table: str | None = None) -> str:
    """Return the board's address, of all tables or of one."""
    return f"{settings.base_url}/b/{code}" + (f"/{table}" if table else "")


def handouts_url(settings: Settings, code: str) -> str:
    """Return the address at which everybody finds the handouts of an evening, once they are released."""
    return f"{settings.base_url}/j/{code}/papers"


def enter_url(settings: Settings, secret: str) -> str:
    """Return the one-use address that opens a console or a host page."""
    return f"{settings.base_url}/enter/{secret}"

"""What the operator has to fill in for the pages on privacy and accessibility, and what is missing of it."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from workshop.law.land import laender
from workshop.settings import Settings


@dataclass(frozen=True)
class Particulars:
    """What only the operator knows; what is empty was not filled in, and no page makes it up."""

    name: str
    address: str
    mail: str
    land: str
    data_protection: str
    legal_basis: str
    hosting: str
    supervision: str
    arbitration: str
    statement_on: date | None
    pages: str
    # Another machine that is given the texts of cards, to find those about the same thing.
    text_reader: str

    def missing(self) -> tuple[str, ...]:
        """Return the settings that are still to be set, in the order of docs/settings.md."""
        needed = {
            "OPERATOR_NAME": self.name,
            "OPERATOR_ADDRESS": self.address,
            "OPERATOR_MAIL": self.mail,
            "OPERATOR_DATA_PROTECTION": self.data_protection,
            "OPERATOR_HOSTING": self.hosting,
            "OPERATOR_LAND": self.supervision,
            "OPERATOR_ARBITRATION": self.arbitration,
            "OPERATOR_STATEMENT_ON": self.statement_on,
        }
        return tuple(f"WORKSHOP_{name}" for name, given in needed.items() if not given)


def incomplete_pages(settings: Settings) -> str:
    """Return what every start of a server that shows the pages says of them; empty if nothing is missing."""
    missing = particulars_of(settings).missing()
    if not missing:
        return ""
    return (
        "Note: the privacy and accessibility pages are not complete and say so; set "
        f"{', '.join(missing)} (docs/settings.md)."
    )


def particulars_of(settings: Settings) -> Particulars:
    """Return what the operator filled in; an own authority comes before that of the Land."""
    land = laender().get(settings.operator_land)
    return Particulars(
        name=settings.operator_name.strip(),
        address=settings.operator_address.strip(),
        mail=settings.operator_mail.strip(),
        land=land.name if land else "",
        data_protection=settings.operator_data_protection.strip(),
        legal_basis=settings.operator_legal_basis.strip(),
        hosting=settings.operator_hosting.strip(),
        supervision=settings.operator_supervision.strip() or (land.supervision if land else ""),
        arbitration=settings.operator_arbitration.strip() or (land.arbitration if land else ""),
        statement_on=settings.operator_statement_on,
        pages=settings.base_url,
        text_reader=_other_machine(settings.embedding_url.strip()),
    )


def _other_machine(address: str) -> str:
    """Return the name of the machine at an address, empty for this one."""
    try:
        name = urlsplit(address).hostname or address
    except ValueError:
        name = address
    return "" if name in {"localhost", "127.0.0.1", "::1"} else name

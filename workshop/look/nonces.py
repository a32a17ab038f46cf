"""Scripts that stand in a NiceGUI page are known by a nonce, so that no other one in it may run."""

import re
from collections.abc import Callable

from jinja2 import BaseLoader, Environment
from nicegui.client import templates

from workshop.doors.door import NONCE

_SCRIPT = re.compile(r"<script(?=[\s>])")
_KNOWN = f'<script nonce="{{{{ request.scope.get("{NONCE}", "") }}}}"'


class _Marking(BaseLoader):
    """Marks the scripts of a template; what is put into it later, a text of whoever, has no mark."""

    def __init__(self, inner: BaseLoader) -> None:
        self._inner = inner

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        source, name, is_fresh = self._inner.get_source(environment, template)
        return _SCRIPT.sub(_KNOWN, source), name, is_fresh


def use() -> None:
    """Let NiceGUI build its pages so; once a process."""
    loader = templates.env.loader
    if loader is not None and not isinstance(loader, _Marking):
        templates.env.loader = _Marking(loader)

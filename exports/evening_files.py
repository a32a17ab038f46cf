"""The result files of one evening under their names: each is made when it is asked for, and once."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import PurePosixPath

from exports.look import REHEARSAL
from exports.making import Files, Making
from exports.names import Gettext
from exports.pdf import Setting
from exports.progress import Tell
from exports.result_files import RESULT_FILES, ResultFile
from exports.results import Results
from exports.tables import Sheet


class EveningFiles:
    """What the list of files comes to for one evening; files of a rehearsal are marked in their names."""

    def __init__(self, results: Results, *, gettext: Gettext, at: datetime) -> None:
        self._mark = f"{REHEARSAL}-" if results.dialogue.rehearsal else ""
        self._making = Making(results, gettext=gettext, at=at, others=self._before_the_last)
        self._made: dict[str, Files] = {}

    def of(self, file: ResultFile) -> Files:
        """Return one entry's files by name; none if there is nothing to write."""
        if file.name not in self._made:
            self._made[file.name] = self._make(file)
        return self._made[file.name]

    def shown(self, file: ResultFile) -> Setting | Sequence[Sheet] | None:
        """Return what a preview of an entry is drawn from; None if that is the file itself."""
        return file.show(self._making) if file.show else None

    def all(self, tell: Tell) -> Files:
        """Return all files by name; `tell` hears of each entry before it is made."""
        for file in RESULT_FILES:
            tell(file.name)
            self.of(file)
        return self._of_each(RESULT_FILES)

    def _before_the_last(self) -> Files:
        return self._of_each(file for file in RESULT_FILES if not file.last)

    def _of_each(self, files: Iterable[ResultFile]) -> Files:
        return {name: content for file in files for name, content in self.of(file).items()}

    def _make(self, file: ResultFile) -> Files:
        content = file.make(self._making)
        if content is None:
            return {}
        if isinstance(content, bytes):
            return {PurePosixPath(f"{self._mark}{file.name}"): content}
        return {PurePosixPath(file.name, f"{self._mark}{name}"): each for name, each in content.items()}

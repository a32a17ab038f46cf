"""The real lists, walked where they are: what the table is held against."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import ModuleType

import workshop.domain


def verbs() -> dict[str, bool]:
    """Return each public function and class of the domain that takes an actor or the store, by its name.

    The value says whether it takes an actor.
    """
    return dict(_verbs())


def _verbs() -> Iterator[tuple[str, bool]]:
    for found in pkgutil.walk_packages(workshop.domain.__path__, "workshop.domain."):
        module = importlib.import_module(found.name)
        prefix = found.name.removeprefix("workshop.domain.")
        for name, function in _functions(module):
            takes = inspect.signature(function).parameters
            if "actor" in takes or "store" in takes:
                # A class that keeps the store is one thing, whatever its methods are.
                yield f"{prefix}.{name.removesuffix('.__init__')}", "actor" in takes and "." not in name


def _functions(module: ModuleType) -> Iterator[tuple[str, object]]:
    for name, value in vars(module).items():
        if getattr(value, "__module__", "") != module.__name__ or name.startswith("_"):
            continue
        if inspect.isfunction(value):
            yield name, value
        elif inspect.isclass(value):
            for inner, method in vars(value).items():
                if inspect.isfunction(method) and (inner == "__init__" or not inner.startswith("_")):
                    yield f"{name}.{inner}", method

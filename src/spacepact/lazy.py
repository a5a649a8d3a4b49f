"""Import the modules of a package only when one of their names is used."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any


def attach(package: str, *modules: str) -> Callable[[str], Any]:
    """Return the ``__getattr__`` of a package (PEP 562) whose names these modules define.

    The modules are imported in this order until one has the name. The package imports the same names under
    ``TYPE_CHECKING``, and lists them in ``__all__``.
    """

    def getattribute(name: str) -> Any:
        if name in sys.modules[package].__all__:
            for module in (name,) if name in modules else modules:
                found = import_module(f"{package}.{module}")
                if name == module or hasattr(found, name):
                    return found if name == module else getattr(found, name)
        raise AttributeError(f"module {package!r} has no attribute {name!r}")

    return getattribute

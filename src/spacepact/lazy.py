"""Import the modules of a package on first use, and define named tuples without the module typing.

Importing typing, and defining a few named tuples with it, takes 5 ms. That is a tenth of the time of a query. So no
module that a query needs imports typing, except under ``TYPE_CHECKING``.
"""

from __future__ import annotations

import sys
from collections import namedtuple
from importlib import import_module

# What is imported under this condition is only for mypy, which takes it for true.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any
    from typing import NamedTuple as NamedTuple
else:

    class _NamedTupleType(type):
        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = body["__annotations__"]
            base = namedtuple(name, fields, defaults=[body.pop(field) for field in fields if field in body])
            return type(name, (base,), {**body, "__slots__": ()})

    class NamedTuple(metaclass=_NamedTupleType):
        """The base of named tuples, as in typing."""


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

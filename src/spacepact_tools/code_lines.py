"""Count the lines of code per package, without docstrings, comments and blank lines: a Markdown table.

``python -m spacepact_tools.code_lines``
"""

from __future__ import annotations

import ast
import io
import tokenize
from argparse import ArgumentParser
from pathlib import Path

_NOT_CODE = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def count(source: str) -> int:
    r"""Return the number of lines of code in Python source.

    >>> count('# comment\n\ndef f():\n    "Docstring."\n    return (1,\n        2)\n')
    3
    """
    docstrings: set[int] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, _DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            docstrings |= set(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in _NOT_CODE:
            lines |= set(range(token.start[0], token.end[0] + 1))
    return len(lines - docstrings)


def main() -> None:
    """Print the table for the packages below ``src``."""
    ArgumentParser("python -m spacepact_tools.code_lines", description=main.__doc__).parse_args()
    source = Path(__file__).parent.parent
    packages = sorted({path.parent for path in source.rglob("*.py")})
    print("| package | files | lines of code |\n| --- | ---: | ---: |")
    total = 0
    for package in packages:
        counts = [count(path.read_text(encoding="utf-8")) for path in package.glob("*.py")]
        name = str(package.relative_to(source)).replace("/", ".")
        total += sum(counts) if name.split(".")[0] == "spacepact" else 0
        print(f"| `{name}` | {len(counts)} | {sum(counts):,} |")
    print(f"| all but the tools | | {total:,} |")


if __name__ == "__main__":
    main()

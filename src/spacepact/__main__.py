"""Run the command line with ``python -m spacepact``."""

from spacepact.cli import main

main()

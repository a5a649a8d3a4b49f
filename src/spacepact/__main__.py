"""``python -m spacepact``."""

from spacepact.cli import main

main()

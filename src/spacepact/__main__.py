"""Run the command line with ``python -m spacepact``."""

from spacepact.cli import main

if __name__ == "__main__":  # a worker process of spacepact mcp imports this module
    main()

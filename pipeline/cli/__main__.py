"""``python -m pipeline.cli``: the same as ``dateline``."""

from pipeline.cli.app import main

if __name__ == "__main__":
    main()

"""`python -m pipelines` is the command `blueprint-miner`."""

from __future__ import annotations

from pipelines.cli import main

main()

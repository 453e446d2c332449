"""What the README says about speed, as commands: ``python -m benchmarks.NAME`` from the root of the repository."""

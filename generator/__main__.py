"""`python -m generator` is the command `factsheet`."""

from generator.cli import main

main(prog_name="factsheet")

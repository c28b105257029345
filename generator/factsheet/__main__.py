"""`python -m factsheet` is the command `factsheet`."""

from factsheet.cli.app import main

main(prog_name="factsheet")

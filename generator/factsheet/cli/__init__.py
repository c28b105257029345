"""One file per command: arguments in, call, report."""

"""The outside: the only place that reads and writes files, asks for the time and looks at the terminal."""

"""YAML as it is written: nodes with places, read on parse events and never guessed at."""

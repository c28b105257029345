"""The template of a new site: its files, and where it installs the program from."""

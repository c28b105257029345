"""What a file looks like: characters, YAML syntax, names (F0xx)."""

from __future__ import annotations

from factsheet.diagnostics.core import Rule, Severity

UNREADABLE = Rule(
    "F001",
    "A file that cannot be read",
    "Its content would silently be missing from the site.",
    "Make it an ordinary file that your user may read.",
)
NOT_UTF8 = Rule(
    "F002",
    "A file that is not UTF-8 text",
    "Letters would turn into other letters on the page.",
    "Save the file as UTF-8 in your editor.",
)
HIDDEN_CHARACTER = Rule(
    "F003",
    "A character that cannot be seen",
    "Control and direction characters can make a page show something else than what is written.",
    "Delete the character; where it came in by copying, type the words again.",
)
TOO_LARGE = Rule(
    "F004",
    "A file, a list or a text that is too large or too deep",
    "A file of facts that is this large or this deep is a mistake or an attack.",
    "Split the file, or shorten the list or the text.",
)
EMPTY_FILE = Rule(
    "F005", "A file with nothing in it", "An empty file looks like a forgotten one.", "Fill it in, or delete the file."
)
SYNTAX = Rule(
    "F006",
    "A file that is not YAML",
    "Nothing after the error can be read.",
    "Compare the line with a working file; most often a space, a quote or a colon is missing.",
)
INDENTATION = Rule(
    "F007",
    "Indentation that does not fit",
    "Indentation says what a line belongs to; a wrong indent moves it to another fact.",
    "Begin the lines of one level in the same column; indent with spaces, never with tabs.",
)
NEEDS_QUOTES = Rule(
    "F008",
    "A value that must stand in quotes",
    "YAML gives some characters a meaning of their own and would read the value as something else.",
    'Put the whole value in quotes: `"…"`.',
)
UNCLOSED = Rule(
    "F009",
    "A quote or bracket that is not closed",
    "Everything up to the next one is swallowed.",
    "Close it where the value ends.",
)
ALIAS = Rule(
    "F010",
    "An anchor, an alias or a merge key",
    "A fact must be readable where it stands, and aliases can make a small file endless.",
    "Write the text out. If it was meant as text, put it in quotes.",
)
TAG = Rule(
    "F011",
    "A YAML tag",
    "Tags ask for other types than text, or for code to run; in facts every value is text.",
    "Remove the tag. If it was meant as text, put it in quotes.",
)
DIRECTIVE = Rule(
    "F012",
    "A YAML directive",
    "Directives change how the rest of the file is read.",
    "Remove the line that begins with `%`.",
)
SECOND_DOCUMENT = Rule(
    "F013",
    "A second document in one file",
    "Only the first would be read.",
    "Remove the line `---`, or move what follows to a file of its own.",
)
DUPLICATE_KEY = Rule(
    "F014",
    "The same field twice",
    "Only one of the two could be shown, and nobody would notice which.",
    "Keep the one that is meant.",
)
KEY_NOT_TEXT = Rule(
    "F015",
    "A field whose name is not a text",
    "Names of fields are words; a list or nothing cannot be one.",
    "Write `name: value`.",
)
MISSING_VALUE = Rule(
    "F016",
    "A field without a value",
    "An empty field looks like a forgotten one.",
    "Write a value, or leave the field out.",
)
SYMLINK = Rule(
    "F017",
    "A symbolic link",
    "A link can publish a file from anywhere on this machine.",
    "Put a copy of the file in its place.",
)
WRONG_ENDING = Rule(
    "F018",
    "A file name that does not end in .yml",
    "It would silently be left out of the site.",
    "Rename it so that it ends in `.yml`.",
)
IGNORED_FILE = Rule(
    "F019",
    "Something in the folder of facts that is not read",
    "The person who put it there may believe that it is published.",
    "Move it to the place of its kind, or out of the folder.",
    Severity.WARNING,
)
NO_FACTS = Rule(
    "F020",
    "No facts",
    "A site without facts is a mistake in a path.",
    "Put at least one sheet into `facts/sheets/`, or name the right folder in `mkdocs.yml`.",
)
BAD_FILE_NAME = Rule(
    "F021",
    "A file name that leads elsewhere",
    "A name with folders in it can reach files that were never meant to be read.",
    "Give the bare name of a file in the folder.",
)
TOO_MANY_DIAGNOSTICS = Rule(
    "F022",
    "Too many problems in one file",
    "The list would hide the ones that matter.",
    "Fix the problems above and run the command again.",
)
FOREIGN_FILE = Rule(
    "F023",
    "A file in the way that the generator did not write",
    "Writing over it would destroy somebody's work.",
    "Move the file away, or write to another folder.",
)

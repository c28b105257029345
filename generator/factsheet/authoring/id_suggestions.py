"""Ids are proposed from what a record is about; the editor decides."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable
from itertools import count

from factsheet.model.text.ids import parse_id

_MAX_ID_LENGTH = 40
_MAX_ID_WORDS = 6
_STOP_WORDS = frozenset(
    {"a", "an", "and", "are", "as", "at", "be", "been", "by", "for", "from", "had", "has", "have", "in"}
    | {"into", "is", "it", "its", "more", "most", "of", "on", "or", "over", "than", "that", "the", "their"}
    | {"they", "this", "to", "was", "were", "which", "who", "whom", "whose", "will", "with"}
)
"""Words that tell nothing in an id."""


def propose_id(texts: Iterable[str], noun: str, taken: Container[str]) -> str:
    """Return an id that is free, made of the first words that say something.

    Args:
        texts: What the record is called, or says.
        noun: The kind of record, for one of whose words no id can be made.
        taken: The ids that are used already.
    """
    letters = unicodedata.normalize("NFKD", " ".join(texts)).encode("ascii", "ignore").decode().lower()
    words = [word for word in re.findall(r"[a-z0-9]+", letters.replace("'", "")) if word not in _STOP_WORDS]
    name = ""
    for word in words[:_MAX_ID_WORDS]:
        longer = f"{name}-{word}" if name else word[:_MAX_ID_LENGTH]
        if len(longer) > _MAX_ID_LENGTH:
            break
        name = longer
    if name and name not in taken and parse_id(name) == name:
        return name
    numbered = (f"{name or noun}-{number}" for number in count(2 if name else 1))
    return next(one for one in numbered if one not in taken)

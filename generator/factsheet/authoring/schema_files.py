"""What a site lays ready for its editors: schemas by which their programs complete and explain."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from factsheet.authoring.editor_schemas import KINDS, editor_schema
from factsheet.authoring.id_index import Declared, declared_in
from factsheet.parsing.yaml.nodes import Document
from factsheet.project.load import Site
from factsheet.project.write_files import Synced, sync_folder

SCHEMAS = ".schemas"
"""The folder inside the folder of facts; hidden, so that nothing in it is taken for a fact."""
MANIFEST = ".written.json"
"""Lists what was written there, so that a schema that is no longer made goes."""


def schema_text(kind: str, declared: Declared) -> str:
    """Return the file of one schema."""
    return json.dumps(editor_schema(kind, declared), ensure_ascii=False, indent=1) + "\n"


def schema_files(documents: Iterable[Document]) -> Mapping[str, bytes]:
    """Return every schema by its file name, with the ids that the documents declare."""
    declared = declared_in(documents)
    return {f"{kind}.schema.json": schema_text(kind, declared).encode() for kind in KINDS}


def write_schemas(site: Site) -> Synced:
    """Write every schema into the site's folder of facts, with the ids that its documents declare.

    Only what has changed is written. Faults of the facts do not matter here.

    Raises:
        OSError: when the disk refuses.
    """
    files = schema_files(site.material.documents)
    return sync_folder(site.root / site.settings.facts / SCHEMAS, files, MANIFEST)

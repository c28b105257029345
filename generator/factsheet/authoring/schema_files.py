"""What a site lays ready for its editors: schemas by which their programs complete and explain."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from factsheet.authoring.editor_schemas import FILE_SHAPES, build_editor_schema
from factsheet.authoring.id_index import IdIndex, index_ids
from factsheet.parsing.yaml.nodes import YamlDocument
from factsheet.project.load import LoadedSite
from factsheet.project.write_files import SyncResult, sync_folder

SCHEMA_FOLDER = ".schemas"
"""The folder inside the folder of facts; hidden, so that nothing in it is taken for a fact."""
SCHEMA_MANIFEST = ".written.json"
"""Lists what was written there, so that a schema that is no longer made goes."""


def format_schema(kind: str, declared: IdIndex) -> str:
    """Return the file of one schema."""
    return json.dumps(build_editor_schema(kind, declared), ensure_ascii=False, indent=1) + "\n"


def build_schema_files(documents: Iterable[YamlDocument]) -> Mapping[str, bytes]:
    """Return every schema by its file name, with the ids that the documents declare."""
    declared = index_ids(documents)
    return {f"{kind}.schema.json": format_schema(kind, declared).encode() for kind in FILE_SHAPES}


def write_schemas(site: LoadedSite) -> SyncResult:
    """Write every schema into the site's folder of facts, with the ids that its documents declare.

    Only what has changed is written. Faults of the facts do not matter here.

    Raises:
        OSError: when the disk refuses.
    """
    files = build_schema_files(site.inputs.documents)
    return sync_folder(site.root / site.settings.facts / SCHEMA_FOLDER, files, SCHEMA_MANIFEST)

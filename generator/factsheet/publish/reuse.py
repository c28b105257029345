"""What a build takes over from an earlier one, since the same was made of the same."""

import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from factsheet.project.write_files.cache import FileCache
from factsheet.render.pdf import Paper, typeset
from factsheet.render.site import Typesetter


def make_typesetter(cache: FileCache) -> Typesetter:
    """Return what makes those handouts and pictures that are not in the cache, on all processors."""

    def typeset_missing(papers: Mapping[str, Paper]) -> Mapping[str, bytes]:
        keys = {path: (paper.template, paper.record, paper.look) for path, paper in papers.items()}
        made = {path: raw for path, key in keys.items() if (raw := cache.read(*key)) is not None}
        missing = [path for path in papers if path not in made]
        with ThreadPoolExecutor(os.cpu_count()) as threads:  # Typst lets Python's other threads run.
            for path, raw in zip(missing, threads.map(lambda path: typeset(papers[path]), missing), strict=True):
                cache.write(raw, *keys[path])
                made[path] = raw
        return {path: made[path] for path in papers}

    return typeset_missing

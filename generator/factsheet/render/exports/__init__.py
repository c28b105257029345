"""Files to download: the same facts for other tools."""

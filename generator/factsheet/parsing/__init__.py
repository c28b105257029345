"""From files to typed records: YAML with locations, the schema, validation, the canonical form."""

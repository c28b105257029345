"""From files to typed records: YAML with places, the schema, validation, the canonical form."""

"""A strict YAML reader: nodes with their locations, built from parse events, with no implicit types."""

"""The canonical form of a file of facts: one way to write its content and comments."""

"""The canonical form of a file of facts: one way to write what it says, with its comments."""

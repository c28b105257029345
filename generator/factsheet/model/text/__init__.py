"""Text as typed spans, addresses and ids."""

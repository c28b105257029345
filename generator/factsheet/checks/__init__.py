"""Rules of sense over all facts; a new one is added to `CHECKS` and nowhere else.

Each check takes the context and yields what it found; a waiver on the fact sets a diagnostic aside.
"""

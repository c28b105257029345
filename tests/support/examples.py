"""How hard the tests look: `make test` tries a few hundred inputs of each kind, `make proofs` twenty times as many."""

from __future__ import annotations

import os

SCALE = 20 if os.environ.get("PROOFS") else 1
"""By how much the number of examples, kills and characters that are tried is multiplied."""
EXAMPLES = 100 * SCALE
"""How many inputs a property is tried with where its test asks for nothing else."""

"""Analysis of the facts: resolved ids, computed numbers, agreement, independence, dependents."""

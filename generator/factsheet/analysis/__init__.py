"""What follows from the facts: resolved ids, computed numbers, agreement, independence, dependents."""

"""What can be wrong, told once for messages, `explain` and the docs."""

"""What changed in the facts from one revision to the next."""

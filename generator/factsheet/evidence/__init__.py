"""Passages of sources: how they are found again, and the proof that they were."""

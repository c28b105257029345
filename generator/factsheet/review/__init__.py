"""What changed between two revisions, what a published site may not do, and what falls due."""

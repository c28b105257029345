"""What changed between two versions, what a published site may not do, and what grows old."""

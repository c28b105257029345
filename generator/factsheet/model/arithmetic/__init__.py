"""Formulas over intervals: what they say, in what unit they come out, what they leave possible."""

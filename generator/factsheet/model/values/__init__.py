"""Values: what a fact measures, as an interval with a unit and the words used."""

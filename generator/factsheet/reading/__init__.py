"""Does a passage hold what a fact says? Its numbers, negations, doubts and speakers are looked for."""

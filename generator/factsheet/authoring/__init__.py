"""What helps an editor write: questions, ids, editor schemas, the reference, the template of a new site."""

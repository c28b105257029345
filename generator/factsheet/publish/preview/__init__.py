"""A preview that outlives every error: the last good pages stay up, with what is wrong above them."""

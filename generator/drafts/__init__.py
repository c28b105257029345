"""New records: what is asked for them, how they are put into their files, and what the site says to them."""

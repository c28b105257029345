"""From facts to pages, drawings, handouts and files to take away."""

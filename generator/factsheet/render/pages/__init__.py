"""What each page holds, as a tree of blocks."""

"""What grows old: reviews that fall due, waivers that end, addresses that no longer answer."""

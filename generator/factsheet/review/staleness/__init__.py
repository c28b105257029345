"""What falls due: reviews, waivers that end, addresses that no longer answer."""

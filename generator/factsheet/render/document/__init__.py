"""What a page is made of: blocks and charts, before any markup."""

"""What facts are: records, values, dates, text. Frozen, and without a file behind them."""

"""Reading figures and the rows behind them."""

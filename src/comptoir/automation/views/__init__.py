"""What a browser asks: parse, call one service or query, render."""

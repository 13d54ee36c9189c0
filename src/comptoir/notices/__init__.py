"""Members are told what concerns them: in the app, by push, by mail."""

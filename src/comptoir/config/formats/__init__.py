"""How pages write days and times, where a language’s usual way would be ambiguous in Europe."""

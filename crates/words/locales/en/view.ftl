left-open = left open

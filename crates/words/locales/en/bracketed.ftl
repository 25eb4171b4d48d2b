as-each-side-would-have-it = As each side would have it

not-done = Not done.
to-the-first-page = To the first page

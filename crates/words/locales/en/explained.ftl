what-is-this = What is this?

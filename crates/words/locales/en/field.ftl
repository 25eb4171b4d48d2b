keep-for-later = Keep it for later
details = Details
short-name = Short name

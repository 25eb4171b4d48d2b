who-will-read-it = Who will read it
who-will-read-it-whoever-stands = Who will read it: whoever stands beside your choice above.

look-here = Look here
what-you-typed = What you typed
no-such-form-any-more = This page has no such form any more: what it was about has changed meanwhile. Copy what you need, or send it again as it is.
send-it-again = Send it again
you-began-this = You began this and have not sent it. Kept for you alone, { $since }.
drop-what-i-began = Drop what I began

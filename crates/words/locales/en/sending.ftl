sent-before-with-other-words = this form was sent before, with other words: those are on record, and these are not
send-it-again-if-you-mean-both = send it again if you mean both, or go back and look at what is on record
your-session-was-over = your session was over when you sent this, so nothing of it is on record yet
look-at-it-and-send-it = look at it, and send it now
not-sent-yet = Not sent yet
below-is-what-stands-in-this-window = below is what stands in this window: send it again to keep that, or load the page to see the other
this-form-keeps-no-draft = this form keeps no draft
your-party-is-not-on-record-yet = your party is not on record yet

in-a-round-everybody-answers = In a round everybody answers at the same time. Nobody reads an answer before the round closes, the mediator included.
open-a-round = Open a round
there-was-no-round-yet = There was no round yet.
rounds = Rounds
closes-at-the-latest = Closes at the latest { $strong }.
closed = Closed { $moment }.
what-shows = What shows: { $reveal }.
no-mandate = no mandate
answering-takes-a-live-mandate = { $status } Answering takes a live mandate on everything that the round asks about: a principal answers, or gives you one.
it-can-be-closed-once-every = It can be closed once every answer is in, or when its time is over.
call-it-off = Call it off
closed-no-overlap = closed, no overlap
called-off = called off
enough-parties-accepted-it = enough parties accepted it
not-enough-parties-accepted-it = not enough parties accepted it
the-package = The package: { $as-list }
the-clause = The clause “{ $heading }”: { $shown }
a-clause-of-a-draft = A clause of a draft
on-accepting-needs-a-mandate = on { $issues }: accepting needs a mandate on it
answer-is-in = answer is in
no-answer-yet = no answer yet
its-time-is-over = The time to answer is over.
who-will-read-that-we-answered = Who will read that we answered, and not what
kept-sealed-nobody-reads-it-before = Kept sealed: nobody reads it before the round closes, neither the mediator nor we ourselves.
accept-all-that-is-left = Accept all that is left
answer-all-that-is-left = Answer all that is left as recommended by our delegate
our-answer = Our answer is in. It is sealed, and cannot be looked at before the round closes.
answer-anew-in-its-place = Answer anew, in its place
close-the-round = Close the round
call-the-round-off-its-answers = Call the round off? Its answers are never shown.
why = Why
title = Title
something-to-accept-or-reject = something to accept or reject
or-about-what = Or about what is on the table
it-closes-earlier-once-you-close = it closes earlier once you close it with every answer in
what-shows-then = What shows then
open-the-round = Open the round?
open-the-round-2 = Open the round
called-off-for-good = Called off{ $why }. Its answers are never shown.
question = Question { $number }
one-more-question = Question { $number } (if there is one more)
# $number (number)
question-in-words = Question { $number } in words
# $number (number)
question-is-about = Question { $number } is about
open = open
closed-2 = closed
# $number (number)
question-number = Question { $number }
answer-in-secret = Answer in secret
replace-our-answer = Replace our answer
confirm-accept-rest = Accept every question that is not answered here, and send it?
confirm-advised-rest = Answer every question that is not answered here as recommended, and send it?
# $heading (text)
# $number (number)
clause-of-draft = clause “{ $heading }” of draft { $number }
# $zone (text)
closes-at-the-latest-in = Closes at the latest ({ $zone })

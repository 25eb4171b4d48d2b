what-those-concerned-agreed-to-say = What those concerned agreed to say in public.
a-communique-says-in-public-what = A communiqué says in public what those concerned agreed to say. A new wording needs everybody’s consent anew.
propose-a-communique = Propose a communiqué
none-yet = None yet.
agreed-not-published-yet = agreed, not published yet
agreed-by = Agreed by { $parties }.{ $only-recorded }
what-changed-since-the-wording-before = What changed since the wording before
word-it-anew = Word it anew
we-agree-to-this-wording = We agree to this wording
publish-it-everybody-reads = Publish it? Everybody reads it from then on.
publish-it = Publish it
every-party-agrees = every party agrees
none-in-particular = none in particular
day-not-fixed = day not fixed
text = Text
about-the-session = About the session
those-concerned-have-to-know = those concerned have to know of it
who-has-to-agree-and-reads = Who has to agree, and reads it until it is published
about-session = About: { $session }
about-session-on = About: { $session }, { $day }
concerned-agreed-by-nobody = Concerned: { $concerned } · wording { $wording } · agreed: nobody yet
concerned-agreed = Concerned: { $concerned } · wording { $wording } · agreed: { $agreed }
published = published
proposed = proposed
# $party (text)
agrees-on-the-word-of = { $party } agrees on the word of
# $party (text)
agrees-to-it = { $party } agrees to it
# $party (text)
alone-agrees = { $party } alone agrees
propose-this-wording = Propose this wording
propose-it = Propose it to those concerned
title = Communiqués

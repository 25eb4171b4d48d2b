next = Next
nothing-waits-and-nothing-is-planned = Nothing waits, and nothing is planned.
waits-for-others = Waits for others
planned = Planned
all-sessions = All sessions
let-the-talks-go-on = Let the talks go on
they-rest-until = they rest until { $day }
a-new-door-of-the-mediator = A new door of the mediator: shut it or agree to it, above
it-opens = it opens { $moment }
may-our-caucus-be-deleted = May our caucus be deleted?
a-principal-answers = { $link } A principal answers
confirm-or-contest-entries-recorded = Confirm or contest { $count ->
    [one] 1 entry
   *[other] { $count } entries
 } recorded on our word
say-that-we-heard-messages = Say that we heard { $count ->
    [one] 1 message
   *[other] { $count } messages
 }
of-the-mediator = { $link } of the mediator
confirm-entries-recorded-on-its-word = { $party }: confirm { $count ->
    [one] 1 entry
   *[other] { $count } entries
 } recorded on its word
has-not-confirmed-hearing-messages = { $party } has not confirmed hearing { $count ->
    [one] 1 message
   *[other] { $count } messages
 }
round = Round “{ $title }”
closes = closes { $moment }
answer-it = { $title }: answer it{ $closes }
the-others-or-its-time = { $title }: the others, or its time{ $closes }
close-it = { $title }: close it{ $closes }
no-answer-yet-from = { $title }: no answer yet from { $parties }{ $closes }
mediation = Mediation “{ $title }”
answers-are-taken-until = answers are taken until { $moment }
answer-what-it-asks = { $title }: answer what it asks{ $until }
every-ranking-is-in = { $title }: every ranking is in{ $until }
rankings-are-missing-from = { $title }: rankings are missing from { $parties }{ $until }
clauses-of-draft = { $count ->
    [one] 1 clause
   *[other] { $count } clauses
 } of draft { $number }
answer = Answer { $text }
answer-packages = Answer { $count ->
    [one] 1 package
   *[other] { $count } packages
 }
packages-on-the-table = Packages on the table
a-communique = A communiqué
waits-for-our-consent = { $link } waits for our consent
is-agreed-publish-it = { $link } is agreed: publish it
is-agreed-the-mediator-publishes-it = { $link } is agreed: the mediator publishes it
waits-for-the-consent-of = { $link } waits for the consent of { $parties }
declare-the-agreement = Declare the agreement
the-mediator-declares-the-agreement = The mediator declares the agreement
the-agreement = the agreement
waits-for-you = Waits for you
waits-for-us = Waits for us
folded-for-you = Next: { $own ->
    [0] nothing waits
    [one] 1 thing waits
   *[other] { $own } things wait
 } for you{ $others ->
    [0] {""}
   *[other] , { $others } for others
 }
folded-for-us = Next: { $own ->
    [0] nothing waits
    [one] 1 thing waits
   *[other] { $own } things wait
 } for us{ $others ->
    [0] {""}
   *[other] , { $others } for others
 }
we-sign = We sign { $link }
we-ratify = We ratify { $link }
others-sign = { $parties } to sign { $link }
others-ratify = { $parties } to ratify { $link }
packages-unanswered = { $link }: no answer to all of them from { $parties }
packages-unanswered-as-far-as-we-know = { $link }: no answer to all of them from { $parties }, as far as we know
text-unanswered = No answer to { $text } from { $parties }
text-unanswered-as-far-as-we-know = No answer to { $text } from { $parties }, as far as we know

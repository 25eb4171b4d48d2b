what-matters-most = What matters most
what-goes-together = What goes together
without-a-deal = Without a deal
keep = Keep
step-of = Step { $step } of { $steps }
order-the-options-of-each-issue = Order the options of each issue, 1 for the best, the same number for equals. Tick what is out of the question. Points only if you wish.
option = Option
order = Order
out-of-the-question = Out of the question
points = Points
never = Never
yours-alone = Yours alone until you show it or hand it over.
kept = Kept.
back = Back
next = Next
hand-it-over = Hand it over…
keep-it-for-later = Keep it for later
all-steps = All steps
one-counts-most = 1 counts most for us. Only if you wish.
# $issue (text)
counts-more = { $issue }: counts more
# $issue (text)
counts-less = { $issue }: counts less
# $issue (text)
place-of-issue = Place of { $issue }
weight = weight
# $issue (text)
weight-of = Weight of { $issue }
points-by-the-order = Points by the order
points-by-the-order-where-none = Points by the order, where there are none yet
this-is-our-order = This is our order
# $issue (text)
this-is-our-order-of = { $issue }: this is our order
give-points-as-well = Give points as well
# $issue (text)
give-points-as-well-to = Give points as well to the options of { $issue }
more = More
# $issue (text)
# $option (text)
better = { $issue }: { $option }: better
# $issue (text)
# $option (text)
worse = { $issue }: { $option }: worse
# $issue (text)
# $option (text)
place-of = Place of { $issue }: { $option }
# $issue (text)
# $option (text)
out-of-the-question-of = Out of the question of { $issue }: { $option }
# $issue (text)
# $option (text)
points-of = Points of { $issue }: { $option }
never-small = never
less-is-better-now = Less is better.
more-is-better-now = More is better.
in-an-order-of-your-own = In an order of your own: see More.
# $least (text)
# $most (text)
# $unit (text), with a space in front where there is one
from-to = { $least } to { $most }{ $unit }
more-is-better = More is better
# $issue (text)
more-is-better-on = { $issue }: more is better
less-is-better = Less is better
# $issue (text)
less-is-better-on = { $issue }: less is better
or-less = { $number } or less
or-more = { $number } or more
# $issue (text)
# $unit (text), with a space in front where there is one
never-this-or-less = { $issue }: never this or less, in{ $unit }
# $issue (text)
# $unit (text), with a space in front where there is one
never-this-or-more = { $issue }: never this or more, in{ $unit }
# $issue (text)
# $end (text)
points-at-end-of = { $issue }: points at { $end }
at-end = at { $end } { $points }
numbers-in-order = Numbers in order, best first
numbers-in-order-such-as = such as 100; 150 = 200; 250
points-in-between = Points at numbers in between
points-in-between-such-as = such as 40: 7; 50: 8
points-of-every-number = These are the points of every number, and no line between them
why-out-of-the-question = Why something is out of the question
# $list (text)
# $count (number)
so-many-of = { $list } ({ $count })
# $list (text)
# $number (number)
row-of = { $list }, { $number }
# $list (text)
# $number (number)
new-row-of = { $list }, { $number } (new)
one-more = One more
# $list (text)
one-more-of = { $list }: one more
# $condition (text)
an-option-to-put-into = { $condition }: an option to put in
choose-an-option = Choose an option
at-least-so-much = at least …
at-most-so-much = at most …
put-it-in = Put it in
# $condition (text)
put-it-into = { $condition }: put it in
# How conditions are written is the same in every language.
a-condition-such-as = such as Turns: by the day or by need; Yearly fee: at most 300
who-said-it-when-and-where = Who said it, when, and where it stands
who-said-it = Who said it
a-name-or-a-description = a name, or a description
on = On
before-that-day = before that day it does not count
until = Until
from-that-day = from that day it counts no more
where-it-stands = Where it stands
a-document-and-the-place-in-it = a document, a colon and the place in it; a semicolon before the next
how-firmly-it-is-known = How firmly it is known
told-in-confidence = told in confidence
declared-in-public = declared in public
somebodys-reading = somebody’s reading
who-may-know-of-it = Who may know of it
we-and-the-mediator = we and the mediator
everybody = everybody
the-table = the table
the-mediator-alone = the mediator alone
for-what-one-option-does-not-say = For what one option alone does not say. Leave out what you do not need.
no-deal-that-leaves-open-field = No deal that leaves open
combinations-out-of-the-question = Combinations that are out of the question
why = Why
what-a-deal-must-have = What a deal must have
only-with-field = Only with
and-with-these-issues-settled = And with these issues settled
their-names = their names, a semicolon between them
one-thing-only-with-another = One thing only with another
if-field = If
then-only-with = Then only with
combinations-worth-more-or-less = Combinations that are worth more or less
together = Together
points-on-top = Points on top
less-than-0-to-take-away = less than 0 to take away
not-said = not said
this-gets-better = better: we need a deal less
this-gets-worse = worse: we need a deal more
neither = neither
what-we-do-without-a-deal = What we do without a deal
in-words = In words
for-us-this-gets = For us this gets
what-we-need-behind-all-this = What we need behind all this
rarely-needed = Rarely needed
where-no-walk-away-value-stands = Where no walk-away value stands, we take
any-package = any package
worth-0-points-or-more = what is worth 0 points or more
points-of-every-package = Points of every package
at-most-so-many-points = At most so many points
what-is-left-at-the-deadline = What is left of it at the deadline
left-at-the-deadline-such-as = such as 0.9
we-count-in-points = We count in points, even where none stand here
walk-away-value = Walk-away value
below-it-rather-no-deal = in points: below it, rather no deal
up-to = Up to
from-here-a-deal-for-certain = not sure? from here a deal for certain
since-when-and-why = Since when, and why
from = From
the-first-day-it-holds = the first day it holds
a-walk-away-value-of-a-later-day = A walk-away value of a later day
we-take-it = we take it
rather-no-deal = rather no deal
not-sure = not sure
with-points-given-you-can-choose = With points given, you can choose between packages and no deal instead.
choose-between-packages-and-no-deal = Choose between packages and no deal
package = Package { $number }: { $package }
work-the-value-out = Work the value out
work-the-value-out-from-these = Work the value out from these answers
not-on-the-table-any-more = Not on the table any more. What you said of it is kept here, and does not go along when you hand the brief over:
take-it-out = Take it out
gone-place = place
gone-out-of-the-question = out of the question
gone-why = why it is out of the question
gone-how-much-it-matters = how much it matters
gone-points = points

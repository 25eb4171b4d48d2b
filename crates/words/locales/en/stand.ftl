the-mediator-has-not-opened = The mediator has not opened the talks yet.
issues = Issues
what-they-need = What they need
alternatives-to-a-deal = Alternatives to a deal
where-we-stand = Where we stand
what-the-mediator-may-say = What the mediator may say of ours
we-told-nothing-yet = We told nothing yet.
messages-from-the-mediator-not-confirmed = { $count ->
    [one] 1 message
   *[other] { $count } messages
 } from the mediator not confirmed yet
our-caucus = Our caucus
our-mandates = Our mandates
can-accept-for-us-today = { $status } can accept for us today
people-and-mandates = People and mandates
nothing-is-public-here = Nothing is public here.
sign-in = Sign in
nothing-is-public = Nothing is public
what-is-public-about-these-talks = What is public about these talks.
who-takes-part = Who takes part
what-is-public = What is public
sessions = Sessions
none-is-public = None is public.
communiques = Communiqués
published-agreed-by = Published { $moment }, agreed by { $parties }.{ $only-recorded }
all-communiques = All communiqués
from-the-mediator = From the mediator
on = on { $issue }
said-besides = Said besides
all-issues = all issues
ended-from = from { $day }
words-of = Words of { $party }: { $said }
third-party = third party
live = live
ended = ended
nobody = nobody

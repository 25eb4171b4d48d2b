no-issue-is-on-the-table = No issue is on the table yet.
issues = Issues
what-they-need = What they need
alternatives-to-a-deal = Alternatives to a deal
what-time-does-to-the-room = What time does to the room for a deal
where-we-stand = Where we stand
nothing-is-agreed-until-everything = Nothing is agreed until everything is agreed.
is-there-a-deal = Is there a deal?
checked = Checked: { $checked }. { $grounds }
not-analysed = Not analysed.
what-is-on-record-does = { $status } What is on record does not fit together:
your-estimate-of-the-brief-of = your estimate of the brief of { $party }
our-own-brief = our own brief
the-brief-of = the brief of { $party }{ $of-brief }
no-brief-is-at-hand = No brief is at hand: this rests on statements alone.
it-rests-on-statements = It rests on statements and on the brief of every party.
it-rests-on-statements-and-on = It rests on statements and on { $listed }.
your-option-of-is-left-out = Your option “{ $option-name }” of { $issue } is left out of it: a party that gave a brief does not know of it. Bring it onto the table to have it counted.
what-may-i-say-to = What may I say to { $party }?
at-the-table = at the table
statements-of-others = { $count ->
    [one] 1 statement
   *[other] { $count } statements
 } of others
which-it-can-read-itself = { $said } { $link }, which it can read itself
told-by-not-passed = told by { $party } · not passed on to { $party-2 } yet{ $of-item }
items-told-by-nothing-may-pass = { $release-tag }{ $count ->
    [one] 1 item
   *[other] { $count } items
 } told by { $parties }: nothing may pass
preview-what-they-see = Preview what they see
everybody = everybody
ran-out = ran out
ends-soon = ends soon
mandates = Mandates
no-mandate-ends-within-two-weeks = No mandate ends within two weeks.
can-accept-today-for = { $status } can accept today for { $parties }
people-and-mandates = People and mandates
ended = ended
nobody = nobody
issues-that-stand-so = { $times } { $word }
issues-counted = { $count ->
    [one] 1 issue
   *[other] { $count } issues
 }.
issues-stand = { $count ->
    [one] 1 issue
   *[other] { $count } issues
 }: { $standings }.
brief-does-not-fit = The brief of { $party } does not fit the case any more: { $reasons }

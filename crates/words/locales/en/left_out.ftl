the-table-does-not-know-it = { $issue }: the table does not know it.
its-substance-is-not-disclosed = { $issue }: its substance is not disclosed at the table.
it-has-one-value-only = { $issue }: it has one value only.
fewer-than-two-ways-to-settle-it = { $issue }: the table knows fewer than two ways to settle it.
# $options (number)
# $most (number)
too-many-to-put-in-order = { $issue }: it has { $options } options, and more than { $most } cannot be put in order.
what-it-leaves-out = What it leaves out
in-every-mediation = In every mediation: combinations that count for themselves, where two things together are worth more or less than each by itself.
it-asks-about-first = { $issue }: it asks about { $values } first.
# $between (number)
it-asks-about-first-and-between = { $issue }: it asks about { $values } first, and about { $between ->
    [one] 1 value
   *[other] { $between } values
 } between them where it matters.
# $count (number)
the-others-are-left-out = { $count ->
    [one] The one other value is left out.
   *[other] The other { $count } values are left out.
 }
what-you-do-not-tick = Issues that you do not tick, parties that you do not ask, and what hangs on them.
with-one-of-its-issues-not-ticked = With one of its issues not ticked: { $statement }.
everybody-reads-what-is-left-out = Everybody at the table reads what is left out.
it-leaves-out = It leaves out { $parts }.
it-leaves-out-list = It leaves out:
some-of-the-values-of = some of the values of { $issues }
what-a-party-said = what { $party } said, “{ $statement }”
what-binds-everybody = what binds everybody, “{ $statement }”
combinations = combinations that count for themselves, where two things together are worth more or less than each by itself
of-it-asks-about-first = Of { $issue } it asks about { $values } first.
of-it-asks-about-first-and-between = Of { $issue } it asks about { $values } first, and about values between them where it matters.

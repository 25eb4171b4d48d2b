everybody-in-public = everybody, in public
and-of-several = {", and "}
# $readers (text)
and-every-party-that-joins = { $readers }, and every party that joins
# $readers (text)
and-nobody-else = { $readers }, and nobody else
you-with-your-team = you with your team
you-with-the-mediator = you with the mediator and the team
the-mediator-with-the-team = the mediator with the team
you = you
# $count (number)
so-many-more = { $count } more
# $party (text)
everybody-of = everybody of { $party }
# $people (text)
# $party (text)
people-of = { $people } of { $party }

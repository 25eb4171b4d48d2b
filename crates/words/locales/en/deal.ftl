packages-on-record = Packages on record
look-at-any-package = Look at any package
with-at-least-two-parties = With at least two parties and an issue with options there is something to analyse.
the-proof-for-mediant-verify = The proof, for “mediant verify”
deal-space = Deal space
every-package-by-what = Every package by what it is worth to each party; the tables below say the same in figures.
a-picture-needs-a-brief = A picture needs a brief with points from every party.
look-at-it = Look at it
look-at-one = Look at one, and take it further: { $links }
# $verdict (text)
picture = The packages by what they are worth to each party, with the efficient and the fair ones. { $verdict }
rule-fewest-last-choices = fewest last choices
rule-leximin = leximin on ranks
rule-most-first-choices = most first choices

# $number (number)
what-it-came-to-the-nth = What it came to, { $number }
what-it-came-to = What it came to, { $when }
this-compares-it-with = This compares it with packages of these values:
accepted = accepted
should-it-be-refused = { $status } Should it be refused: of this one as many as the rule of agreement takes said, asked alone, that they would accept it.
look-at-it-and-put-it-to-them = Look at it, and put it to them
what-the-parties-could-infer = What the parties could infer from it, and put it to them
of-other-values-nothing-is-said = Of other values nothing is said. Looked at were:
nothing-found = nothing found
every-package-found-was-refused = { $status } Every package that was found was refused by too many. That there is none is not proven: go on asking, or bring a new option onto the table.
no-deal = no deal
no-package-can-get-it = { $status } If { $condition }, it follows from what was refused that no package can get the acceptances that the rule of agreement takes. It rests on { $answers ->
    [one] 1 answer
   *[other] { $answers } answers
 }, which are not shown: ask the parties to look at theirs again, or bring a new option onto the table.
no-package-looked-at-can-get-it = { $status } If { $condition }, it follows from what was refused that no package of the values that were looked at can get the acceptances that the rule of agreement takes. It rests on { $answers ->
    [one] 1 answer
   *[other] { $answers } answers
 }, which are not shown: ask the parties to look at theirs again, or bring a new option onto the table.
every-package-was-refused = { $status } Every package was refused, in so many words, by so many that the rule of agreement cannot pass it. It rests on { $answers ->
    [one] 1 answer
   *[other] { $answers } answers
 }, which are not shown: ask the parties to look at theirs again, or bring a new option onto the table.
every-package-looked-at-was-refused = { $status } Every package of the values that were looked at was refused, in so many words, by so many that the rule of agreement cannot pass it. It rests on { $answers ->
    [one] 1 answer
   *[other] { $answers } answers
 }, which are not shown: ask the parties to look at theirs again, or bring a new option onto the table.
enough-sides-would-accept-it = { $status } Asked alone, enough sides said that they would accept it.
how-good-it-is-cannot-be-estimated = How good it is cannot be estimated: some answers do not fit together.
in-nine-of-ten-cases = In nine of ten cases this is at least { $least } of the best that there is for all of them together.
in-nine-of-ten-cases-and-on-average = In nine of ten cases this is at least { $least } of the best that there is for all of them together, and { $average } on average.
that-enough-sides-accept-it = That enough sides accept it: { $chance }.
hardly-likely = hardly likely
nearly-certain = nearly certain
# $times (number)
times-in-ten = about { $times } times in ten
not-every-value-was-looked-at = Not every value was looked at
how-this-is-known = How this is known
certain = Certain
as-many-as-it-takes-would-accept-it = { $status } As many as the rule of agreement takes said, asked alone, that they would accept this very package.
not-known = not known
not-as-many-as-it-takes = { $status } Not as many as the rule of agreement takes were asked about this very package and said yes.
by-the-answers = By the answers
nothing-by-the-answers = Nothing: what some party answered, or its brief, shows that it does not value the issues one by one, or that not all of its answers are true.
no-package-has-a-larger-product = If { $condition }, no package that all accept has a larger product of gains.
its-product-is-at-least = If { $condition }, its product of gains is at least { $share } of that of any package that all accept.
nothing-about-how-near-it-is = Nothing was worked out about how near it is to the best.
estimated = Estimated
nothing-that-would-fit = Nothing that would fit: what some party answered, or its brief, shows that it does not value the issues one by one, or that not all of its answers are true.
on-average = On average { $share } of the largest product of gains, and nine times in ten at least { $least }; enough accept it with a likelihood of { $acceptance }.
this-holds-as-far-as = This holds as far as the parties are as was assumed before anybody answered: { $prior }.

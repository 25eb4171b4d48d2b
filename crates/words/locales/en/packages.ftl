a-package-takes-one-option = A package takes one option for every issue. What one means for us is worked out from our own brief and the table alone.
proposed = Proposed
packages = Packages
no-package-was-proposed-yet = No package was proposed yet.
no-answer-from = No answer from { $parties }
enough-parties-accept-it = enough parties accept it
what-it-means-for-us = What it means for us
look-at-it-what = Look at it: what it is worth, what can be inferred from it
answer = Answer
why = Why
on-whose-word = On whose word
who-will-read-the-answer = Who will read the answer
give-the-answer = Give the answer
propose-a-package = Propose a package
how-it-is-meant = How it is meant
what-we-say-with-it = What we say with it
who-will-read-it = Who will read it
propose-the-package = Propose the package
not-part-of-it = not part of it
left-open = left open
it-says-nothing-on-so = It says nothing on { $issues }, so it cannot be weighed as a whole.
nothing-on-record-says-what = Nothing on record says what it is worth.
proposed-binding = Proposed by { $party }, binding
proposed-exploratory = Proposed by { $party }, exploratory
mediators-binding = Proposed by the mediator, binding
mediators-exploratory = Proposed by the mediator, exploratory
# $party (text)
record-the-answer-of = Record the answer of { $party }
choose-exploratory = exploratory: nobody is bound
choose-binding = binding: we are bound by it (needs a mandate on its issues)
# $least (text)
# $most (text)
# $step (text)
# $unit (text), with a space in front where there is one
number = a number from { $least } to { $most }{ $unit } in steps of { $step }; empty: not part of it
# $least (text)
# $most (text)
# $step (text)
# $unit (text), with a space in front where there is one
number-or-left-open = a number from { $least } to { $most }{ $unit } in steps of { $step }, or “left open”; empty: not part of it

the-talks-as-a-whole = The talks as a whole
declare-the-agreement = Declare the agreement
let-the-talks-rest = Let the talks rest
break-the-talks-off = Break the talks off
let-the-talks-go-on = Let the talks go on
close-the-case = Close the case
agreed = Agreed
accepted-by = { $moment } · accepted by { $parties }{ $only-recorded }
by = { $status } by { $party }, { $day }
the-agreement-read-print-or-download = The agreement: read, print or download it
declare-that-there-is-an-agreement = Declare that there is an agreement
declare-the-agreement-2 = Declare the agreement?
refused-unless-the-rule-of-agreement = Refused unless the rule of agreement is met.
on = On
record-the-signature = Record the signature?
who-signs = Who signs
today-where-empty = today where empty
record-the-signature-2 = Record the signature
by-which-body-or-act = By which body or act
record-the-ratification = Record the ratification
until = Until
open-where-empty = open where empty
why = Why
let-them-rest = Let them rest
let-them-go-on = Let them go on
break-the-talks-off-2 = Break the talks off?
the-mediator-or-all = the mediator, or all
who-breaks-them-off = Who breaks them off
break-them-off = Break them off
close-the-case-nothing-can = Close the case? Nothing can be added any more.
how-it-ended = How it ended
close-the-case-for-good = Close the case for good
a-package = a package
a-draft = a draft
draft-called = draft { $number }, “{ $title }”
clauses-of = { $draft }, { $count ->
    [one] 1 clause
   *[other] { $count } clauses
 }
agreed-2 = agreed
signed = signed
ratified = ratified
# $party (text)
record-the-signature-of = Record the signature of { $party }
# $party (text)
record-the-ratification-by = Record the ratification by { $party }

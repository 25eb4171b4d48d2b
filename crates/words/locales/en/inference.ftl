back-to-the-deal-space = Back to the deal space
what-it-is-worth = What it is worth
what-its-recipient-can-infer = What its recipient can infer
whoever-gets-it-from-you-knows = Whoever gets it from you knows its options, and that you put them together. Beyond that:
take-it-further = Take it further
each-of-these-goes-on-record = Each of these goes on record.
that-may-give-way = that { $party } may give way: it has said “{ $content }”, and this package does not keep to it
told-you-things-on-these-issues = { $release-tag }{ $party } told you { $count ->
    [one] 1 thing
   *[other] { $count } things
 } on these issues that may not pass. If the package follows from it, the package carries it.
that-you-disregard-what-it-said = that you disregard what it said itself: “{ $content }”
nothing-else-every-option-agrees = nothing else: every option agrees with what it knows already
and-the = {" "}and the{" "}
propose-it-this-goes-on-record = Propose it? This goes on record.
what-you-say-with-it = What you say with it
propose-it = Propose it
propose-it-to-everybody = Propose it to everybody at the table
ask-about-it-in-a-round = Ask about it in a round
open-the-round-this-goes = Open the round? This goes on record.
title = Title
what-shows-then = What shows then
open-the-round = Open the round
take-it-into-a-draft = Take it into a draft of yours
misleads = misleads
# $party (text)
what-party-can-infer = What { $party } can infer
# $rules (text)
something-of-points = something of the others’ points, if it guesses that you chose by a rule of fairness: this is the { $rules } package
# $party (text)
propose-it-to = Propose it to { $party } alone
# $zone (text)
closes-at-the-latest = Closes at the latest ({ $zone })

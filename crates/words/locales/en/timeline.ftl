nothing-yet = Nothing yet.
newest-first = Newest first.
no = No.
when = When
what = What
known-to = Known to
pages-of-the-timeline = Pages of the timeline
newest = Newest
older = Older
timeline = Timeline
somebody = somebody
all-issues = all issues
the-case-was-opened = The case { $named } was opened.
the-rule-of-agreement-was-changed = The rule of agreement was changed. { $rule-in-words }
from-then-on = From then on { $caucus-rule }.
the-source-was-named = The source { $named } was named.
joined = { $named } joined.
was-named-as-of = { $named } was named as { $person-role } of { $party }.
no-longer-speaks-for-from = { $person } no longer speaks for { $party } from { $day } ({ $departure }){ $why }.
speaks-for-again-from = { $person } speaks for { $party } again from { $day }{ $why }.
the-mediator-announced-a-new-door = The mediator announced a new door for { $whom }.
the-new-door-for-was-agreed = The new door for { $behind } was agreed to: it opens at once.
the-door-for-was-closed-nobody = The door for { $behind } was closed: nobody comes in by it any more.
the-mandate-of-ended-on = The mandate of { $holder } ended on { $day }{ $why }.
the-issue-was-added = The issue { $named } was added.
the-option-was-added-to = The option { $named } was added to { $issue }.
the-substance-of-was-disclosed = The substance of { $issue } was disclosed.
was-split-into = { $issue } was split into { $listed }.
we-worked-on-our-brief = We worked on our brief.
deposited-its-brief-version = { $party } deposited its brief, version { $version }.
the-mediator-estimated-the-brief-of = The mediator estimated the brief of { $party }.
a-session-was-planned = A session was planned: { $plan-words }.
a-session-was-moved = A session was moved: { $plan-words }{ $why }.
was-held-on = { $session-name } was held on { $day }{ $why }.
was-cancelled = { $session-name } was cancelled{ $why }.
note = Note: { $said }
told = { $party } told: { $release-tag }{ $said }
an-item-may-travel = An item may travel as { $release-word } from then on: { $item-words }
an-item-was-taken-back = An item was taken back, and nothing of it may pass: { $item-words }{ $why }
an-item-was-passed = An item was passed on to { $audience } under { $release-word }: “{ $said }”
confirmed-having-heard-the-mediators-message = { $party } confirmed having heard the mediator’s message.
draft-was-put-clauses = Draft { $number }, { $named }, was put: { $count ->
    [one] 1 clause
   *[other] { $count } clauses
 }.
the-round-opened-it-closes = The round { $named } opened; it closes at the latest { $moment }.
we-answered-in-a-round = We answered in a round. The answer is sealed.
the-answer-of-in-the-round = The answer of { $party } in the round { $round-name } is in.
the-round-closed-questions-found-enough = The round { $round-name } closed: { $count ->
    [one] 1 question
   *[other] { $count } questions
 } found enough acceptance.
the-answers-of-the-round = The answers of the round { $round-name } were shown.
the-round-was-called-off = The round { $round-name } was called off{ $why }.
in-a-mediation-a-partys-questions = In a mediation a party’s questions may depend on what other parties answered.
in-a-mediation-a-partys-questions-depend = In a mediation a party’s questions depend on its own answers and the table alone.
the-mediation-opened-asked-are = The mediation { $named } opened; asked are { $parties }.
we-answered-in-the-mediation = We answered in the mediation { $mediation-name }.
the-questioning-of-the-mediation = The questioning of the mediation { $mediation-name } is over.
the-mediation-goes-on = The mediation { $mediation-name } goes on.
the-mediation-was-called-off = The mediation { $mediation-name } was called off{ $why }.
a-communique-was-proposed-wording = A communiqué was proposed (wording { $wording }): “{ $said }”
agreed-to-wording-of-a-communique = { $party } agreed to wording { $wording } of a communiqué.
a-communique-was-published = A communiqué was published: “{ $said }”{ $only-recorded }
the-report-of-was-added = The report { $named } of { $day } was added.
the-latest-decision-about-the-report = The latest decision about the report { $report-name } was taken back.
a-suggestion-of-the-report-went = A suggestion of the report { $report-name } went on record.
there-is-an-agreement-accepted-by = There is an agreement, accepted by { $parties }.{ $only-recorded }
signed-on = { $party } signed on { $day }.
ratified-on = { $party } ratified on { $day }{ $why }.
of-registered-a-key-to-sign = { $person } of { $party } registered a key to sign with.
somebody-of-the-party-signed = Somebody of the party signed for the key of { $key-holder }.
says-that-the-twelve-words = { $party } says that the twelve words of the key of { $key-holder } were read to each other.
the-key-of-was-revoked = The key of { $key-holder } was revoked{ $why }.
signed-this-with-a-key = { $key-holder } signed this with a key.
the-talks-go-on = The talks go on.
confirmed-what-was-recorded = { $party } confirmed what was recorded on its word: { $recorded-words }
contested-what-was-recorded = { $party } contested what was recorded on its word{ $why }: { $recorded-words }
the-case-was-closed = The case was closed{ $why }.
the-mediator-asks-whether-its-caucus = The mediator asks { $party } whether its caucus may be deleted.
deleted = Deleted: { $known-to }.
the-mediator-deleted-our-caucus = The mediator deleted our caucus, with { $entries } entries. A copy that we kept still shows what stood there.
an-entry-that-is-gone = an entry that is gone
an-item = an item
a-session = A session
person-in-role = { $person } ({ $role })
recorded-by = recorded by { $by }
recorded-signed-in-as = recorded by { $by }, signed in as “{ $name }”
let-in-by-mediator = { $whom } came in, invited by the mediator; no principal of the party had come before.
let-in-by-principal = { $whom } came in, invited by a principal of the party.
let-in-by-new-door = { $whom } came in by a new door, which the mediator had announced.
has-an-older-account = { $whom } has an account from before doors were kept.
mandate-given = { $person } was given a mandate of { $party } on { $covers }.
mandate-given-until = { $person } was given a mandate of { $party } on { $covers } until { $until }.
mandate-limited = The mandate of { $holder } now covers { $covers }.
mandate-limited-until = The mandate of { $holder } now covers { $covers } until { $until }.
a-statement = a statement
no-longer-holds = No longer holds from { $day }: { $stated }{ $why }
heard = From the mediator: { $said }
heard-of = From the mediator: Words of { $party }: { $said }
clause-accepted = { $party } accepted the clause { $clause }{ $why }.
clause-accepted-ad-referendum = { $party } accepted ad referendum the clause { $clause }{ $why }.
clause-bracketed = { $party } put words in brackets in the clause { $clause }{ $why }.
clause-amended = { $party } asked for other words in the clause { $clause }{ $why }.
clause-rejected = { $party } rejected the clause { $clause }{ $why }.
proposed = { $party } proposed a package: { $package }.
proposed-binding = { $party } proposed a binding package: { $package }.
mediator-proposed = The mediator proposed a package: { $package }.
mediator-proposed-binding = The mediator proposed a binding package: { $package }.
accepts-a-package = { $party } accepts a package{ $why }.
accepts-a-package-ad-referendum = { $party } accepts ad referendum a package{ $why }.
rejects-a-package = { $party } rejects a package{ $why }.
somebody-of-us = Somebody of us
recommends = { $by } recommends to us: { $verdict }, on { $on }.
recommends-with-note = { $by } recommends to us: { $verdict }, on { $on }, “{ $note }”.
answered-in-the-mediation = { $party } answered in the mediation { $mediation-name }: { $forms ->
    [one] 1 form
   *[other] { $forms } forms
 } and { $questions ->
    [one] 1 question
   *[other] { $questions } questions
 } are in.
mediation-came-to-package = The mediation { $mediation } came to a package.
mediation-came-to-no-deal-if = The mediation { $mediation } came to no deal, if { $condition }.
mediation-came-to-no-deal = The mediation { $mediation } came to no deal.
mediation-came-to-nothing = The mediation { $mediation } came to nothing that was not refused by too many.
suggestions-decided = { $count ->
    [one] 1 suggestion of the report { $report } was
   *[other] { $count } suggestions of the report { $report } were
 } decided about.
talks-rest = The talks rest{ $why }.
talks-rest-until = The talks rest until { $until }{ $why }.
broken-off = The talks were broken off{ $why }.
broken-off-by = The talks were broken off by { $party }{ $why }.
session-corrected = What is on record of { $session } was put right: { $plan }{ $why }.
session-corrected-held = What is on record of { $session } was put right: { $plan }, held on { $day }{ $why }.
mandate-corrected = The mandate of { $holder } was put right: it covers { $covers }.
mandate-corrected-from = The mandate of { $holder } was put right: it covers { $covers } from { $from }.
mandate-corrected-until = The mandate of { $holder } was put right: it covers { $covers } until { $until }.
mandate-corrected-between = The mandate of { $holder } was put right: it covers { $covers } from { $from } until { $until }.
agrees-to-deletion = { $party } agrees that its caucus is deleted.
refuses-deletion = { $party } refuses that its caucus is deleted.
lede = What is on record, newest first. { $count ->
    [one] 1 entry
   *[other] { $count } entries
 } in all.
lede-in-public = What is on record in public, newest first. { $count ->
    [one] 1 entry
   *[other] { $count } entries
 } in all.

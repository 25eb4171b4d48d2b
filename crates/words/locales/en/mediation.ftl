each-party-is-asked-alone = In a mediation each party is asked alone, and the desk works out a package from everybody’s answers. What a party answers stays with it: nobody else reads it, the mediator included.
open-a-mediation = Open a mediation
what-questions-may-depend-on = What questions may depend on
there-was-no-mediation-yet = There was no mediation yet.
title = Mediation
# $mediation (text)
what-we-are-asked-in = What we are asked in “{ $mediation }”
answers-are-taken-until = Answers are taken until { $when }.
the-questioning-ended = The questioning ended { $when }.
called-off-because = Called off: { $reason }. Nothing is worked out from its answers.
called-off-and-nothing-worked-out = Called off. Nothing is worked out from its answers.
asked-about = Asked: { $parties }. About: { $issues }.
open = open
questioning-over = questioning over
called-off = called off
asked-blind = Asked blind: what a party is asked depends on its own answers and the table alone.
asked-coupled = Asked coupled: what a party is asked depends on what the others answered, too, and may tell it something about them.
answers-that-are-in = Answers that are in; what they say is not shown
party = Party
ranking-forms = Ranking forms
questions = Questions
last-answer = Last answer
# $given (number)
# $all (number)
forms-of = { $given } of { $all }
# $answered (number)
# $most (number)
questions-at-most = { $answered }, at most { $most }
none-yet = none yet
once-the-ranking-forms-are-in = A package can be worked out once the ranking forms of every party are in.
call-it-off = Call it off
go-on-asking = Go on asking
end-the-questioning-confirm = End the questioning and work out a package?
who-will-read-that-it-ended = Who will read that it ended, and not the package
the-questioning-ends-for-everybody = The questioning ends for everybody. The package depends on all answers: putting it to the parties tells them something, which you are shown first.
end-the-questioning = End the questioning and work out a package
call-the-mediation-off = Call the mediation off? Nothing is worked out from its answers.
why = Why
questions-to-a-party-at-most = Questions to a party at most
those-answered-before = those answered before are among them
# $zone (text)
answers-are-taken-until-zone = Answers are taken until ({ $zone })
its-own-answers-and-the-table-alone = its own answers and the table alone
everybodys-answers = everybody’s answers
no-issue-to-ask-about = There is no issue on the table that is settled by a number, or by one of a few options.
title-field = Title
who-is-asked = Who is asked
what-it-is-about = What it is about
issues-that-can-be-asked-about = issues that are settled by a number, or by one of a few options; the options are those on the table now
what-a-party-is-asked-depends-on = What a party is asked depends on
ranking-forms-come-on-top = ranking forms come on top
open-the-mediation-confirm = Open the mediation?
open-the-mediation = Open the mediation
the-rules-allow-coupled-questions = The rules of this case allow questions that depend on what other parties answered.
the-rules-allow-blind-questions = What a party is asked depends on its own answers and the table alone.
coupled-questions-are-fewer = Questions that depend on everybody’s answers are fewer, and each may tell a party something about the others. Allow them only where the parties agreed to that.
ask-blind-only = Ask blind only
allow-coupled-questions = Allow questions that depend on others
change-the-rule = Change the rule, for everybody at the table to see?
on-the-partys-own-page-alone = What it is asked and what it answers is on the party’s own page alone.
# $given (number)
# $forms (number)
# $most (number)
how-far-we-have-come = We gave { $given } of { $forms } ranking forms and answered { $answered ->
    [one] 1 question
   *[other] { $answered } questions
 } of { $most } at most. The mediator sees these numbers, and not what we say.

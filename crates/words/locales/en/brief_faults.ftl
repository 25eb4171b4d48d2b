say-of-at-least-one-package = say of at least one package whether you would take it or rather have no deal
you-would-take-what-is-worth-less = you would take a package that has fewer points than one you would not take: look at the points again, or at these answers
# $issue (text)
some-options-have-points = some options of `{ $issue }` have points and some have none: give points to all of them, or to none
# $issue (text)
points-at-one-end-alone = `{ $issue }` has points at one end alone: give points at both, or at neither
less-than-the-walk-away-value = this is less than the walk-away value itself: write the lower number first
a-quote-is-not-closed = a quote (") is opened and not closed
a-bracket-was-not-opened = a bracket is closed that was not opened
put-a-semicolon-between = put a semicolon between what holds together
write-the-names-of-issues = write the names of issues, with a semicolon between them
# $title (text)
no-such-document = there is no document “{ $title }” on record
# How places in documents are written is the same in every language.
write-a-document-and-the-place = write a document, a colon and the place in it, such as Minutes: P6
too-many-brackets = too many brackets stand in one another
a-bracket-is-not-closed = a bracket is opened and not closed
# $issue (text)
write-the-option-after-a-colon = write “{ $issue }: …” with the option after a colon
a-name-is-missing = a name is missing here
# $name (text)
no-such-issue = there is no issue “{ $name }”
# $text (text)
# $issue (text)
no-number-on = we could not read “{ $text }” as a number on “{ $issue }”
# $name (text)
# $issue (text)
no-such-option = there is no option “{ $name }” on “{ $issue }”

# $report (text)
was-not-published = “{ $report }” was not published
# $party (text)
your-own-reading-of = it is your own reading, and not the word of { $party }
your-own-reading = it is your own reading
# $party (text)
told-in-confidence-by = { $party } told it in confidence
# $party (text)
said-at-the-table-by = { $party } said it at the table
told-in-confidence = it was told in confidence
said-at-the-table = it was said at the table
# $party (text)
you-meet-alone = you meet { $party } alone
# $party (text)
the-note-is-about = the note is about { $party }
# $known (text)
# $readers (text)
you-say-that = you say that { $known }, and that this is read by { $readers }
# $field (text)
# $confirmed (text)
# $chosen (text)
leave-it-out-or-confirm = leave `{ $field }` out, or send `"{ $confirmed }": "{ $chosen }"` beside the command if you mean it

# $name (text)
no-time-zone = `{ $name }` is not a time zone
take-a-zone-of-the-list = take one of the list, such as `Europe/Kyiv`
# $time (text)
# $day (text)
# $place (text)
# $from (text)
# $to (text)
there-is-no-such-time = there is no { $time } on { $day } in { $place }: the clocks change from { $from } to { $to }
take-a-time-before-or-after = take a time before or after that

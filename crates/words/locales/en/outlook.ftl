what-each-dated-statement-does = What each dated statement does to the room for a deal, and where the alternatives of the parties are going.
from-our-own-brief = From our own brief and the table alone.
with-at-least-two-parties = With at least two parties and an issue with options there is something to look ahead at.
without-a-deal = Without a deal
outlook = Outlook
what-is-dated-does-not-fit = What is dated does not fit together.
the-room-for-a-deal = The room for a deal, and what each party has without one, from day to day.
nothing-dated-changes-the-room = Nothing dated changes the room.
# $verdict (text)
picture = The room for a deal over time. { $verdict }

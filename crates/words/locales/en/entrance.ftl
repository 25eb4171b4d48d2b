sign-in-and-send-what-you-typed = your session is over; sign in, and what you typed is shown to you, to be sent
copy-what-you-typed = your session is over; go back in your browser and copy what you typed before you sign in
typed-by-somebody-else = you are signed in; what was typed here before was typed by somebody else: whoever typed it signs in here and gets it back, and you go on by the menu
the-password-typed-in-two-ways = the password was typed in two ways
type-it-twice-the-same-way = type it twice the same way
shown-in-the-new-zone = Days and times are shown in the new zone.
the-password-is-changed = The password is changed, and every other session has ended.
this-role-is-not-offered = this role is not offered

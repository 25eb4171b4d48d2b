begun-from-the-template-what-stands = Begun from the template “{ $title }”: what stands here is invented. Change what does not fit; nothing is on record before you send it.
begin-from = Begin from a template (invented): { $templates }.

shown-of = { $first } to { $last } of { $total }
newer = Newer
older = Older

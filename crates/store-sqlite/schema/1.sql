-- What keeps the tables append-only, whoever writes to the file with SQL.

CREATE TRIGGER entries_stay_as_written BEFORE UPDATE ON entries
BEGIN
    SELECT RAISE(ABORT, 'an entry is never changed');
END;

CREATE TRIGGER entries_stay BEFORE DELETE ON entries
BEGIN
    SELECT RAISE(ABORT, 'an entry is never removed');
END;

-- Also against INSERT OR REPLACE, which removes the row in its way without asking the trigger above.
CREATE TRIGGER entries_come_in_order BEFORE INSERT ON entries
WHEN NEW.position <> 1 + (SELECT coalesce(max(position), 0) FROM entries)
    OR NEW.sequence <> 1 + (SELECT coalesce(max(sequence), 0) FROM entries WHERE stream = NEW.stream)
BEGIN
    SELECT RAISE(ABORT, 'an entry comes right after the last');
END;

CREATE TRIGGER keys_stay BEFORE DELETE ON keys
BEGIN
    SELECT RAISE(ABORT, 'the row of a key is never removed');
END;

CREATE TRIGGER keys_are_wrapped_anew_or_destroyed BEFORE UPDATE ON keys
WHEN OLD.wrapped IS NULL OR NEW.stream <> OLD.stream
BEGIN
    SELECT RAISE(ABORT, 'a destroyed key never comes back, and a key never changes its stream');
END;

CREATE TRIGGER keys_are_added_once BEFORE INSERT ON keys
WHEN EXISTS (SELECT 1 FROM keys WHERE stream = NEW.stream)
BEGIN
    SELECT RAISE(ABORT, 'a stream has one key, once');
END;

-- What keeps the tables append-only, whoever writes with SQL. A role that only serves needs no more than
--   GRANT USAGE ON SCHEMA mediant; GRANT SELECT ON schema_steps; GRANT SELECT, INSERT ON entries;
--   GRANT SELECT, INSERT, UPDATE ON keys; GRANT SELECT, INSERT, UPDATE, DELETE ON papers.
-- The triggers hold for the owner as well.

CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER entries_stay_as_written BEFORE UPDATE ON entries
FOR EACH STATEMENT EXECUTE FUNCTION refuse('an entry is never changed');

CREATE TRIGGER entries_stay BEFORE DELETE OR TRUNCATE ON entries
FOR EACH STATEMENT EXECUTE FUNCTION refuse('an entry is never removed');

CREATE FUNCTION refuse_gaps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM fresh
        WHERE position > 1
            AND NOT EXISTS (SELECT 1 FROM mediant.entries AS before WHERE before.position = fresh.position - 1)
        OR sequence > 1
            AND NOT EXISTS (
                SELECT 1 FROM mediant.entries AS before
                WHERE before.stream = fresh.stream AND before.sequence = fresh.sequence - 1
            )
    ) THEN
        RAISE EXCEPTION 'an entry comes right after the last' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER entries_come_in_order AFTER INSERT ON entries REFERENCING NEW TABLE AS fresh
FOR EACH STATEMENT EXECUTE FUNCTION refuse_gaps();

CREATE TRIGGER keys_stay BEFORE DELETE OR TRUNCATE ON keys
FOR EACH STATEMENT EXECUTE FUNCTION refuse('the row of a key is never removed');

CREATE TRIGGER keys_are_wrapped_anew_or_destroyed BEFORE UPDATE ON keys
FOR EACH ROW WHEN (OLD.wrapped IS NULL OR NEW.stream <> OLD.stream)
EXECUTE FUNCTION refuse('a destroyed key never comes back, and a key never changes its stream');

-- Replication does not switch them off.
ALTER TABLE entries ENABLE ALWAYS TRIGGER entries_stay_as_written;
ALTER TABLE entries ENABLE ALWAYS TRIGGER entries_stay;
ALTER TABLE keys ENABLE ALWAYS TRIGGER keys_stay;
ALTER TABLE keys ENABLE ALWAYS TRIGGER keys_are_wrapped_anew_or_destroyed;

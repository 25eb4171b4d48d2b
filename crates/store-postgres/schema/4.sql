-- A list of sign-ins that does not say any more what is in it is one that was altered.

CREATE TRIGGER the_head_of_sign_ins_stays BEFORE DELETE ON papers
FOR EACH ROW WHEN (OLD.drawer = 'audit_head')
EXECUTE FUNCTION refuse('what says which sign-ins are on the list is never removed');

-- Replication does not switch it off.
ALTER TABLE papers ENABLE ALWAYS TRIGGER the_head_of_sign_ins_stays;

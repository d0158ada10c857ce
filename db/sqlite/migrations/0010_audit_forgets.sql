DROP TRIGGER `audit_is_never_changed`;
--> statement-breakpoint
-- An erasure alone takes the ids of erased connections, and what was typed to find a person, out of entries: its own entry is then the newest.
CREATE TRIGGER `audit_is_never_changed` BEFORE UPDATE ON `audit`
WHEN NOT (
	NEW.`id` IS OLD.`id` AND NEW.`at` IS OLD.`at` AND NEW.`deed` IS OLD.`deed`
	AND NEW.`author_kind` IS OLD.`author_kind` AND NEW.`author_id` IS OLD.`author_id` AND NEW.`author_name` IS OLD.`author_name`
	AND NEW.`address` IS OLD.`address` AND NEW.`agent` IS OLD.`agent`
	AND (NEW.`subject` = '(erased)' OR (NEW.`subject` IS OLD.`subject` AND NEW.`search_text` IS OLD.`search_text`))
	AND (NEW.`details` IS OLD.`details` OR (OLD.`deed` = 'audit_exported' AND NEW.`details` = '{"filter":"(erased)"}'))
	AND coalesce((SELECT `deed` FROM `audit` ORDER BY `id` DESC LIMIT 1), '') = 'erased'
)
BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;

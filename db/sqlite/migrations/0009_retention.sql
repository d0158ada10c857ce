ALTER TABLE `intake_hours` ADD `removed` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
DROP TRIGGER `audit_is_never_deleted`;
--> statement-breakpoint
-- An entry goes by retention alone: when it is over a year old, and the newest entry of a removal says that those before another instant go.
CREATE TRIGGER `audit_is_never_deleted` BEFORE DELETE ON `audit`
WHEN OLD.`at` >= (unixepoch() - 365 * 86400) * 1000
	OR OLD.`at` >= coalesce((SELECT unixepoch(json_extract(`details`, '$.auditBefore')) * 1000 FROM `audit` WHERE `deed` = 'old_data_removed' ORDER BY `id` DESC LIMIT 1), 0)
BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;

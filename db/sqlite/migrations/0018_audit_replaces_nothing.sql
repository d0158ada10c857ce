-- REPLACE deletes the row in its way without asking the trigger for deletions, unless a connection turns recursive triggers on.
CREATE TRIGGER `audit_is_never_replaced` BEFORE INSERT ON `audit`
WHEN NEW.`id` > 0 AND NEW.`id` <= (SELECT max(`id`) FROM `audit`)
BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;

ALTER TABLE `repeats` ADD `facet` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
UPDATE `repeats` SET `facet` = coalesce((SELECT `facet` FROM `events` WHERE `events`.`id` = `event_id`), -1);--> statement-breakpoint
CREATE INDEX `repeats_by_facet` ON `repeats` (`facet`);--> statement-breakpoint
-- Between which rows the repetitions of an hour lie, as the hours say of stored events.
UPDATE `intake_hours` SET `first_event` = `found`.`first`, `last_event` = `found`.`last`
FROM (SELECT `received_at` - `received_at` % 3600000 AS `hour`, min(`id`) AS `first`, max(`id`) AS `last` FROM `repeats` GROUP BY 1) AS `found`
WHERE `intake_hours`.`hour` = `found`.`hour` AND `intake_hours`.`outcome` = 'duplicate';
--> statement-breakpoint
CREATE TABLE `dismissals` (
	`event_id` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`person_name` text NOT NULL,
	FOREIGN KEY (`event_id`) REFERENCES `events`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `audit_by_author` ON `audit` (`author_kind`,`author_id`);

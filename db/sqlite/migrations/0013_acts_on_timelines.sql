CREATE TABLE `connection_acts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`connection_key` integer NOT NULL,
	`at` integer NOT NULL,
	`person_name` text NOT NULL,
	`content` text NOT NULL,
	FOREIGN KEY (`connection_key`) REFERENCES `connection_ids`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `connection_acts_by_connection` ON `connection_acts` (`connection_key`,`at`);--> statement-breakpoint
DROP INDEX `case_acts_by_connection`;--> statement-breakpoint
CREATE INDEX `case_acts_by_undo` ON `case_acts` (`connection_key`,`undone_at`) WHERE undone_at is not null;--> statement-breakpoint
CREATE INDEX `case_acts_by_connection` ON `case_acts` (`connection_key`,`at`);--> statement-breakpoint
DROP INDEX `link_steps_by_connection`;--> statement-breakpoint
ALTER TABLE `link_steps` ADD `person_name` text;--> statement-breakpoint
CREATE INDEX `link_steps_by_connection` ON `link_steps` (`connection_key`,`at`);

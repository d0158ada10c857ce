CREATE TABLE `checkpoints` (
	`connection_key` integer NOT NULL,
	`occurred_at` integer NOT NULL,
	`kind` integer NOT NULL,
	`event_id` integer NOT NULL,
	`state` text NOT NULL,
	`turns` text NOT NULL,
	`first_arrival` integer NOT NULL,
	PRIMARY KEY(`connection_key`, `occurred_at`, `kind`, `event_id`),
	FOREIGN KEY (`connection_key`) REFERENCES `connection_ids`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
ALTER TABLE `connections` ADD `events` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
UPDATE `connections` SET `events` = (SELECT count(*) FROM `events` WHERE `events`.`connection_key` = `connections`.`key` AND `events`.`kind` < 4);

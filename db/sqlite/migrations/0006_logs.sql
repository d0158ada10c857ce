CREATE TABLE `event_counts` (
	`facet` integer PRIMARY KEY NOT NULL,
	`events` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `intake_hours` (
	`hour` integer NOT NULL,
	`outcome` text NOT NULL,
	`deliveries` integer NOT NULL,
	`first_event` integer,
	`last_event` integer,
	PRIMARY KEY(`hour`, `outcome`)
);
--> statement-breakpoint
CREATE TABLE `marks` (
	`name` text PRIMARY KEY NOT NULL,
	`value` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `repeats` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`event_id` integer NOT NULL,
	`received_at` integer NOT NULL,
	`sent_at` integer NOT NULL,
	`scheme` text NOT NULL,
	`took_ms` integer NOT NULL,
	FOREIGN KEY (`event_id`) REFERENCES `events`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `repeats_by_event` ON `repeats` (`event_id`);--> statement-breakpoint
ALTER TABLE `refusals` RENAME TO `old_refusals`;--> statement-breakpoint
CREATE TABLE `refusals` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`cause` text NOT NULL,
	`sender` text NOT NULL,
	`received_at` integer NOT NULL,
	`bytes` integer,
	`details` text NOT NULL
);
--> statement-breakpoint
INSERT INTO `refusals`(`cause`, `sender`, `received_at`, `bytes`, `details`)
	SELECT `cause`, '', `received_at`, `bytes`, json_object('tookMs', null, 'headers', json(`headers`)) FROM `old_refusals` ORDER BY `received_at`;--> statement-breakpoint
DROP TABLE `old_refusals`;--> statement-breakpoint
CREATE INDEX `refusals_by_sender` ON `refusals` (`cause`,`sender`);--> statement-breakpoint
ALTER TABLE `events` ADD `first_sent_at` integer;--> statement-breakpoint
ALTER TABLE `events` ADD `facet` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
ALTER TABLE `events` ADD `took_ms` integer;--> statement-breakpoint
CREATE INDEX `events_by_facet` ON `events` (`facet`);
--> statement-breakpoint
INSERT INTO `intake_hours`(`hour`, `outcome`, `deliveries`, `first_event`, `last_event`)
	SELECT `received_at` - `received_at` % 3600000, 'stored', count(*), min(`id`), max(`id`) FROM `events` GROUP BY 1;
--> statement-breakpoint
-- The values that bodies hold, each as 16 digits of its SHA-256, by the event's number: see event-values.ts.
CREATE VIRTUAL TABLE `event_values` USING fts5(`value`, content='', contentless_delete=1, detail=none, tokenize='ascii');

CREATE TABLE `connection_ids` (
	`key` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `connection_ids_id_unique` ON `connection_ids` (`id`);--> statement-breakpoint
CREATE TABLE `connections` (
	`key` integer PRIMARY KEY NOT NULL,
	`status` text NOT NULL,
	`status_since` integer NOT NULL,
	`user` text,
	`account_id` text,
	`account_name` text,
	`account_username` text,
	`account_avatar` text,
	`permissions` text,
	`lost_permissions` text NOT NULL,
	`environment` text NOT NULL,
	`first_event_at` integer NOT NULL,
	`last_event_at` integer NOT NULL,
	`last_event_kind` integer NOT NULL,
	`last_event_id` integer NOT NULL,
	`expiries` integer NOT NULL,
	`down_since` integer,
	`reconnections` integer NOT NULL,
	`is_disconnected` integer NOT NULL,
	`anomalies` integer NOT NULL,
	`status_set_by` integer NOT NULL,
	`user_set_by` integer,
	`account_set_by` integer,
	`permissions_set_by` integer,
	`search_text` text NOT NULL,
	`name_sort_key` text NOT NULL,
	`user_sort_key` text NOT NULL,
	FOREIGN KEY (`key`) REFERENCES `connection_ids`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `connections_by_last_event` ON `connections` (`last_event_at`);--> statement-breakpoint
CREATE INDEX `connections_by_status` ON `connections` (`status`,`last_event_at`);--> statement-breakpoint
CREATE INDEX `connections_by_status_since` ON `connections` (`status_since`);--> statement-breakpoint
CREATE INDEX `connections_by_name` ON `connections` (`name_sort_key`);--> statement-breakpoint
CREATE INDEX `connections_by_user` ON `connections` (`user_sort_key`);--> statement-breakpoint
CREATE TABLE `events` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`identity` text NOT NULL,
	`connection_key` integer,
	`kind` integer NOT NULL,
	`occurred_at` integer NOT NULL,
	`received_at` integer NOT NULL,
	`sent_at` integer NOT NULL,
	`scheme` text NOT NULL,
	`deliveries` integer DEFAULT 1 NOT NULL,
	`body` blob NOT NULL,
	FOREIGN KEY (`connection_key`) REFERENCES `connection_ids`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `events_identity_unique` ON `events` (`identity`);--> statement-breakpoint
CREATE INDEX `events_by_connection` ON `events` (`connection_key`,`occurred_at`,`kind`) WHERE connection_key is not null;--> statement-breakpoint
CREATE INDEX `events_unrecognised` ON `events` (`received_at`) WHERE kind = 4;--> statement-breakpoint
CREATE TABLE `refusal_counts` (
	`cause` text PRIMARY KEY NOT NULL,
	`deliveries` integer NOT NULL,
	`last_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `refusals` (
	`cause` text NOT NULL,
	`slot` integer NOT NULL,
	`received_at` integer NOT NULL,
	`bytes` integer,
	`headers` text NOT NULL,
	PRIMARY KEY(`cause`, `slot`)
);
--> statement-breakpoint
CREATE TABLE `signs_of_life` (
	`connection_key` integer PRIMARY KEY NOT NULL,
	`last_at` integer NOT NULL,
	`deliveries` integer NOT NULL,
	FOREIGN KEY (`connection_key`) REFERENCES `connection_ids`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `status_counts` (
	`status` text PRIMARY KEY NOT NULL,
	`connections` integer NOT NULL
);

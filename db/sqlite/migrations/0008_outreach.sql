CREATE TABLE `case_acts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`connection_key` integer NOT NULL,
	`batch` integer NOT NULL,
	`at` integer NOT NULL,
	`person_id` integer,
	`person_name` text NOT NULL,
	`content` text NOT NULL,
	`undone_at` integer,
	`undone_by` text,
	FOREIGN KEY (`connection_key`) REFERENCES `connection_ids`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `case_acts_by_connection` ON `case_acts` (`connection_key`);--> statement-breakpoint
CREATE INDEX `case_acts_by_batch` ON `case_acts` (`batch`);--> statement-breakpoint
CREATE TABLE `cases` (
	`connection_key` integer NOT NULL,
	`round` integer NOT NULL,
	`opened_at` integer NOT NULL,
	`opened_by` integer NOT NULL,
	`closed_at` integer,
	`closed_by` integer,
	`successor` integer,
	`end` text,
	`is_another_account` integer NOT NULL,
	`is_relapse` integer NOT NULL,
	`account_id` text,
	`assignee` integer,
	`contacts` integer NOT NULL,
	`first_contact_at` integer,
	`contacted_at` integer,
	`channel` text,
	`template` text,
	`snoozed_until` integer,
	`dismissed_at` integer,
	`is_accepted` integer NOT NULL,
	`link` text,
	`link_at` integer,
	`link_detail` text,
	`last_act` integer NOT NULL,
	PRIMARY KEY(`connection_key`, `round`),
	FOREIGN KEY (`connection_key`) REFERENCES `connection_ids`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `cases_open` ON `cases` (`connection_key`) WHERE "end" is null and dismissed_at is null;--> statement-breakpoint
CREATE INDEX `cases_by_opening` ON `cases` (`opened_at`,`connection_key`,`round`);--> statement-breakpoint
CREATE INDEX `cases_by_account` ON `cases` (`account_id`,`closed_at`) WHERE account_id is not null;--> statement-breakpoint
CREATE INDEX `cases_by_successor` ON `cases` (`successor`) WHERE successor is not null;--> statement-breakpoint
CREATE TABLE `do_not_contact` (
	`subject` text PRIMARY KEY NOT NULL,
	`reason` text NOT NULL,
	`at` integer NOT NULL,
	`person_name` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `incidents` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`starts_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`expiries` integer NOT NULL,
	`usual` integer NOT NULL,
	`detected_at` integer NOT NULL,
	`released_at` integer,
	`released_by` text
);
--> statement-breakpoint
CREATE TABLE `link_steps` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`link_id` integer NOT NULL,
	`connection_key` integer NOT NULL,
	`at` integer NOT NULL,
	`progress` text NOT NULL,
	`detail` text NOT NULL,
	`connection_id` text,
	FOREIGN KEY (`link_id`) REFERENCES `reconnect_links`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`connection_key`) REFERENCES `connection_ids`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `link_steps_by_connection` ON `link_steps` (`connection_key`);--> statement-breakpoint
CREATE INDEX `link_steps_by_link` ON `link_steps` (`link_id`);--> statement-breakpoint
CREATE TABLE `reconnect_links` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`connection_key` integer NOT NULL,
	`nonce` text NOT NULL,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL,
	`expires_at` integer NOT NULL,
	`revoked_at` integer,
	FOREIGN KEY (`connection_key`) REFERENCES `connection_ids`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `reconnect_links_by_connection` ON `reconnect_links` (`connection_key`);--> statement-breakpoint
CREATE TABLE `templates` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`channel` text NOT NULL,
	`subject` text NOT NULL,
	`body` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `templates_name_key_unique` ON `templates` (`name_key`);--> statement-breakpoint
DROP INDEX `connections_by_account`;--> statement-breakpoint
ALTER TABLE `connections` ADD `first_active_at` integer;--> statement-breakpoint
CREATE INDEX `connections_by_account` ON `connections` (`account_id`,`is_disconnected`,`first_active_at`) WHERE account_id is not null;--> statement-breakpoint
DELETE FROM `checkpoints`;
--> statement-breakpoint
INSERT INTO `templates` (`name`, `name_key`, `channel`, `subject`, `body`) VALUES
	('First reminder', 'first reminder', 'email', 'Please reconnect your account', 'Hi {name},

the connection of your account expired on {expired_since}, so we can''t work for you at the moment. Nothing is lost: it takes a minute to restore it.

{reconnect_link}

Thank you!'),
	('Short message', 'short message', 'chat', '', 'Hi {name}, your connection has expired. Could you reconnect here? It takes a minute: {reconnect_link}');

CREATE TABLE `dismissals` (
	`event_id` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`person_name` text NOT NULL,
	FOREIGN KEY (`event_id`) REFERENCES `events`(`id`) ON UPDATE no action ON DELETE no action
);

CREATE TABLE `saved_views` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`query` text NOT NULL,
	`position` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `saved_views_name_key_unique` ON `saved_views` (`name_key`);
--> statement-breakpoint
-- What a new deployment begins with; a team may rename or delete each for good.
INSERT INTO `saved_views` (`name`, `name_key`, `query`, `position`) VALUES
	('Expired, to contact', 'expired, to contact', '?status=expired&not_environment=sandbox&sort=status_since&order=asc', 1),
	('Expired again', 'expired again', '?status=expired&attention=expired_again&sort=status_since&order=asc', 2),
	('Active, missing a permission', 'active, missing a permission', '?status=active&attention=lost_permission', 3),
	('New this week', 'new this week', '?created=7d&sort=created', 4),
	('Disconnected', 'disconnected', '?status=disconnected&sort=status_since', 5);

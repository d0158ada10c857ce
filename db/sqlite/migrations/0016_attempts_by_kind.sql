ALTER TABLE `attempts` ADD `kind` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `attempts_by_failures` ON `attempts` (`kind`,`failures`,`ends_at`);

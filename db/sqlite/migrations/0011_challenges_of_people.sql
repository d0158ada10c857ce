ALTER TABLE `challenges` ADD `person_id` integer;--> statement-breakpoint
CREATE INDEX `challenges_by_person` ON `challenges` (`person_id`);
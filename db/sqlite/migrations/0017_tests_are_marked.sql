ALTER TABLE `events` ADD `is_test` integer DEFAULT false NOT NULL;

ALTER TABLE `events` ADD `checksum` integer;

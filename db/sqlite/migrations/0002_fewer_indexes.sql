DROP TABLE `status_counts`;--> statement-breakpoint
DROP INDEX `connections_by_last_event`;--> statement-breakpoint
DROP INDEX `connections_by_status`;--> statement-breakpoint
DROP INDEX `connections_by_status_since`;--> statement-breakpoint
CREATE INDEX `connections_by_account` ON `connections` (`account_id`) WHERE is_disconnected = 0 and account_id is not null;
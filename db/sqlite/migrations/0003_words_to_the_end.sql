-- Two line breaks more, so that every character begins a trigram: words of one and two letters are then found as beginnings.
INSERT INTO `connection_words`(`connection_words`) VALUES('delete-all');
--> statement-breakpoint
INSERT INTO `connection_words`(rowid, `search_text`) SELECT `key`, `search_text` || char(10, 10) FROM `connections`;

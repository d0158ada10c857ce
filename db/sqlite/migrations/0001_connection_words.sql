-- "RLNK": marks the file as ours, see open.ts.
PRAGMA application_id = 1380732491;
--> statement-breakpoint
-- Trigrams of `connections.search_text`, by the connection's key. Contentless and without positions, a third of the size:
-- hits are candidates, and every query checks them against the text itself. The text comes normalised, so case is kept.
CREATE VIRTUAL TABLE `connection_words` USING fts5(`search_text`, content='', contentless_delete=1, detail=none, tokenize='trigram case_sensitive 1');

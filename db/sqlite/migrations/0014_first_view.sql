-- The first view counted everyone who is expired. Where a team left it as it was, it now holds whom to contact: nobody who was contacted, snoozed, held back, dismissed or blocked.
UPDATE `saved_views`
SET `query` = '?status=expired&not_environment=sandbox&outreach=to_contact&outreach=due&sort=status_since&order=asc'
WHERE `name` = 'Expired, to contact' AND `query` = '?status=expired&not_environment=sandbox&sort=status_since&order=asc';

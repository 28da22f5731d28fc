/**
 * Version 2: an event that the audit server refused for good is marked with the server's answer and no longer waits, so that
 * it is not offered again with every start. The events themselves stay.
 */
export const outboxRefused = `
ALTER TABLE outbox ADD COLUMN refused_ms INTEGER;
ALTER TABLE outbox ADD COLUMN refused_status INTEGER;
DROP INDEX outbox_waiting;
CREATE INDEX outbox_waiting ON outbox (seq) WHERE sent_ms IS NULL AND refused_ms IS NULL;
CREATE INDEX outbox_refused ON outbox (seq) WHERE refused_ms IS NOT NULL AND sent_ms IS NULL;
`;

// Without schemas: the threads of the store load this file, and start the sooner.

/** AuditEvent.action (FHIR R4, required binding audit-event-action). */
export const ACTIONS = ['C', 'R', 'U', 'D', 'E'] as const;
export type AuditAction = (typeof ACTIONS)[number];

/** AuditEvent.outcome (FHIR R4, required binding audit-event-outcome). */
export const OUTCOMES = ['0', '4', '8', '12'] as const;
export type AuditOutcome = (typeof OUTCOMES)[number];

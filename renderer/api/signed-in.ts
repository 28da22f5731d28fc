import type { SessionState } from '../../shared/domain/session.ts';

/** The session of somebody who is at the desk. */
export type SignedIn = Extract<SessionState, { kind: 'signed-in' }>;

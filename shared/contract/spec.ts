import type { z } from 'zod';
import type { AuditAction } from '../domain/audit.ts';
import type { Permission } from '../permissions.ts';

/** What the action log says of a call: the operator's own act, as the body of an AuditEvent about the operator. */
export interface ActionEntry {
  /** A DICOM/FHIR audit event type by a short name; `electron/engine/actions` holds the codes. */
  readonly kind:
    | 'sign-in'
    | 'sign-out'
    | 'unlock'
    | 'lock'
    | 'step-up'
    | 'password-rewrap'
    | 'cache-set-aside'
    | 'audit-log-search'
    | 'audit-log-read'
    | 'audit-import'
    | 'audit-export'
    | 'job-control'
    | 'settings-change';
  readonly action: AuditAction;
  /** The question or object of the act, for AuditEvent.entity; may hold PHI, for the log itself is encrypted. */
  readonly about?: string;
}

/**
 * When the action log is written. `around`: before the act and after it, for acts that change something; `after`: once,
 * with the outcome, for reads; `service`: the service that runs the call writes it, since the operator or the log is
 * known only half-way (sign-in, unlock).
 */
export type LogTiming = 'around' | 'after' | 'service';

export interface LogSpec<Request> {
  readonly timing: LogTiming;
  /** Null: this request is part of an act that is logged already (the next page of a search). */
  readonly entry: (request: Request) => ActionEntry | null;
}

/** One call that the page may make. */
export interface CallSpec<Request extends z.ZodType = z.ZodType, Response extends z.ZodType = z.ZodType> {
  readonly request: Request;
  readonly response: Response;
  /** Who may call: `anyone` also works with nobody signed in. */
  readonly access: 'anyone' | Permission;
  /** The password must have been given within this time; null where the session is enough. */
  readonly stepUpMs: number | null;
  /** Null: nothing to log, and the reason stands beside the call. */
  readonly log: LogSpec<z.output<Request>> | null;
}

/** Keeps a call's own types while checking its shape. */
export function call<Request extends z.ZodType, Response extends z.ZodType>(
  spec: CallSpec<Request, Response>,
): CallSpec<Request, Response> {
  return spec;
}

/** One stream of messages that the engine pushes to the page. */
export interface PushSpec<Payload extends z.ZodType = z.ZodType> {
  readonly payload: Payload;
  readonly access: 'anyone' | Permission;
}

export function push<Payload extends z.ZodType>(spec: PushSpec<Payload>): PushSpec<Payload> {
  return spec;
}

import type { PurposeCode } from './codes.ts';
import type { AttackKind, Clinic, Device, Patient, Relative, Staff } from './types.ts';

/** Who did it, as far as the system that wrote the event knew. */
export type Actor =
  | { readonly kind: 'staff'; readonly staff: Staff }
  | { readonly kind: 'patient'; readonly patient: Patient }
  | { readonly kind: 'relative'; readonly relative: Relative }
  | { readonly kind: 'service'; readonly name: string }
  | { readonly kind: 'unknown'; readonly username: string };

export type RecordAction = 'read' | 'vread' | 'create' | 'update' | 'patch' | 'delete';

/** What happened, before it is written down in one system's way. */
export type Deed =
  | {
      readonly kind: 'record';
      readonly action: RecordAction;
      readonly resource: string;
      readonly resourceId: string;
    }
  | { readonly kind: 'query'; readonly resource: string; readonly query: string }
  | { readonly kind: 'login' | 'logout' | 'password-reset' }
  | {
      readonly kind: 'export';
      readonly what: string;
      readonly records: number;
      readonly media: 'file' | 'print' | 'usb';
    }
  | { readonly kind: 'import'; readonly what: string }
  | { readonly kind: 'consent-decision'; readonly consentId: string }
  | { readonly kind: 'emergency'; readonly phase: 'start' | 'stop'; readonly reason: string }
  | { readonly kind: 'application'; readonly phase: 'start' | 'stop' };

export type Outcome = '0' | '4' | '8' | '12';

/** One event to be: small, so that sixty thousand can wait to be sorted. */
export interface EventDraft {
  /** When the deed was recorded, ms since the epoch. */
  readonly atMs: number;
  /** From recording to arrival at the FHIR server, ms; negative where the writer's clock ran ahead. */
  readonly lagMs: number;
  readonly clinic: Clinic;
  readonly actor: Actor;
  readonly device: Device;
  /** The network address that the server saw. */
  readonly address: string;
  readonly deed: Deed;
  readonly patient: Patient | undefined;
  readonly purpose: PurposeCode | undefined;
  readonly outcome: Outcome;
  readonly outcomeDesc: string | undefined;
  /** 32 random bits that decide the small varieties of shape. */
  readonly salt: number;
  readonly attack: AttackKind | undefined;
}

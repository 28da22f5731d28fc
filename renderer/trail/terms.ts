import type { AuditAction, AuditOutcome } from '../../shared/domain/audit.ts';

/** FHIR R4 audit-event-action in words. */
export const ACTION_WORDS: Readonly<Record<AuditAction, string>> = {
  C: 'Create',
  R: 'Read',
  U: 'Update',
  D: 'Delete',
  E: 'Execute',
};

/** FHIR R4 audit-event-outcome in words; the code system's own displays, shortened. */
export const OUTCOME_WORDS: Readonly<Record<AuditOutcome, string>> = {
  '0': 'Success',
  '4': 'Minor failure',
  '8': 'Serious failure',
  '12': 'Major failure',
};

/** In the order of rising severity; object keys would sort '0', '4', '8', '12' the same, but only by luck. */
export const OUTCOME_ORDER: readonly AuditOutcome[] = ['0', '4', '8', '12'];
export const ACTION_ORDER: readonly AuditAction[] = ['C', 'R', 'U', 'D', 'E'];

/** Break-the-glass (v3-ActReason): access under emergency override, the one purpose that always deserves a look. */
export const BREAK_THE_GLASS = 'BTG';

const PURPOSE_WORDS: Readonly<Record<string, string>> = {
  BTG: 'Break the glass',
  ETREAT: 'Emergency treatment',
  TREAT: 'Treatment',
  HPAYMT: 'Payment',
  HOPERAT: 'Operations',
  HSYSADMIN: 'System administration',
  HRESCH: 'Research',
  PUBHLTH: 'Public health',
  PATRQT: 'Patient’s request',
  FAMRQT: 'Family’s request',
};

/** A v3-ActReason code in words, or the code itself. */
export function purposeWords(code: string): string {
  return Object.hasOwn(PURPOSE_WORDS, code) ? (PURPOSE_WORDS[code] ?? code) : code;
}

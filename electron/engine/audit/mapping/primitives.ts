import {
  ACTIONS,
  OUTCOMES,
  type AuditAction,
  type AuditOutcome,
} from '../../../../shared/domain/audit-codes.ts';
import { assertNever } from '../../../../shared/assert-never.ts';
import { instantMs } from './fhir-instant.ts';
import { decodeBase64 } from './query-text.ts';
import type { Primitive } from './shape.ts';

export function isAction(value: unknown): value is AuditAction {
  return (ACTIONS as readonly unknown[]).includes(value);
}

export function isOutcome(value: unknown): value is AuditOutcome {
  return (OUTCOMES as readonly unknown[]).includes(value);
}

/** True if the value is what the type says, so that the mapping has made something of it. */
export function isOfType(type: Primitive, value: unknown): boolean {
  switch (type) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'action':
      return isAction(value);
    case 'outcome':
      return isOutcome(value);
    case 'instant':
      return typeof value === 'string' && instantMs(value) !== null;
    case 'base64':
      return typeof value === 'string' && decodeBase64(value) !== null;
    case 'string':
    case 'time':
      return typeof value === 'string';
    default:
      return assertNever(type);
  }
}

import type { KeyObject } from 'node:crypto';
import { AppError } from '../../../shared/errors.ts';
import { openEnvelope, sealEnvelope } from './envelope.ts';

export const DATABASE_KEY = 'database';
export const SIGNING_SEED = 'checkpoint-signing';

const RETENTION_CLASS = /^[a-z0-9-]{1,32}$/;

/** Which data key: one per event day (UTC, `YYYY-MM-DD`) and retention class. */
export interface DekName {
  readonly day: string;
  readonly retentionClass: string;
}

/** The wrap id of a data key. */
export function dekId(name: DekName): string {
  const time = Date.parse(`${name.day}T00:00:00Z`);
  const isDay = Number.isFinite(time) && new Date(time).toISOString().slice(0, 10) === name.day;
  if (!isDay || !RETENTION_CLASS.test(name.retentionClass)) {
    throw new AppError(
      'engine/internal',
      'A data key is named by a day YYYY-MM-DD and a retention class a-z0-9-.',
    );
  }
  return `dek/${name.day}/${name.retentionClass}`;
}

/** The data key that a wrap id names, or null for the other keys. */
export function dekNameOf(wrapId: string): DekName | null {
  const match = /^dek\/(\d{4}-\d{2}-\d{2})\/([a-z0-9-]{1,32})$/.exec(wrapId);
  return match === null ? null : { day: match[1] ?? '', retentionClass: match[2] ?? '' };
}

/** Where a wrap belongs: it opens nowhere else. */
export interface WrapPlace {
  readonly vaultId: string;
  readonly instanceId: string;
  readonly kekGeneration: number;
}

/** Wraps 32 bytes for exactly one id, vault and KEK generation. */
export function wrap(wrapKey: KeyObject, place: WrapPlace, wrapId: string, secret: Uint8Array): string {
  return sealEnvelope(wrapKey, secret, wrapAad(place, wrapId)).toString('base64');
}

/** @throws `vault/corrupt` if it was wrapped for another place, id or key */
export function unwrap(wrapKey: KeyObject, place: WrapPlace, wrapId: string, sealed: string): Buffer {
  return openEnvelope(wrapKey, Buffer.from(sealed, 'base64'), wrapAad(place, wrapId));
}

function wrapAad(place: WrapPlace, wrapId: string): Buffer {
  const purpose = dekNameOf(wrapId) === null ? wrapId : 'dek';
  return Buffer.from(
    [
      'medminder/vault/wrap/v1',
      place.vaultId,
      place.instanceId,
      String(place.kekGeneration),
      purpose,
      wrapId,
    ].join('\0'),
  );
}

import { AppError } from '../../../shared/errors.ts';

/** One small text entry of the keychain: read, write, delete. */
export interface TextEntries {
  get(name: string): Promise<string | null>;
  set(name: string, text: string): Promise<void>;
  /** True if there was one. */
  delete(name: string): Promise<boolean>;
}

/** Windows caps one credential at 2,560 bytes; base64 of 1,400 bytes is 1,868. */
export const ENTRY_BYTES = 1400;
const DIRECT = 'b:';
const SPLIT = /^s:([01]):([1-9])$/;
const MAX_PARTS = 6;

/**
 * Binary secrets over small text entries. Up to {@link ENTRY_BYTES} they are one entry `b:<base64>`. Larger ones go in
 * parts into one of two slots, then the head `s:<slot>:<count>` flips to it: a crash anywhere leaves the old secret or
 * the new one, and as there are only two slots, nothing is left that the delete would not find.
 */
export async function getSecret(entries: TextEntries, name: string): Promise<Buffer | null> {
  const head = await entries.get(name);
  if (head === null) return null;
  if (head.startsWith(DIRECT)) return decode(head.slice(DIRECT.length));
  const match = SPLIT.exec(head);
  if (match === null) throw foreign();
  const parts: Buffer[] = [];
  for (let index = 0; index < Number(match[2]); index += 1) {
    const part = await entries.get(partName(name, Number(match[1]), index));
    if (part === null) throw foreign();
    parts.push(decode(part));
  }
  const secret = Buffer.concat(parts);
  for (const part of parts) part.fill(0);
  return secret;
}

/** Writes a secret of any allowed size; see {@link getSecret} for how. */
export async function setSecret(entries: TextEntries, name: string, secret: Buffer): Promise<void> {
  const before = SPLIT.exec((await entries.get(name)) ?? '');
  if (secret.length <= ENTRY_BYTES) {
    await entries.set(name, DIRECT + secret.toString('base64'));
    if (before !== null) await deleteParts(entries, name);
  } else {
    const slot = before?.[1] === '0' ? 1 : 0;
    const count = Math.ceil(secret.length / ENTRY_BYTES);
    for (let index = 0; index < count; index += 1) {
      const part = secret.subarray(index * ENTRY_BYTES, (index + 1) * ENTRY_BYTES);
      await entries.set(partName(name, slot, index), part.toString('base64'));
    }
    await entries.set(name, `s:${slot}:${count}`);
    await deleteSlot(entries, name, 1 - slot);
  }
}

/** Deletes a secret with all its parts; true if there was one. It looks for parts always: a crash may have left some. */
export async function deleteSecret(entries: TextEntries, name: string): Promise<boolean> {
  await deleteParts(entries, name);
  return entries.delete(name);
}

async function deleteParts(entries: TextEntries, name: string): Promise<void> {
  await deleteSlot(entries, name, 0);
  await deleteSlot(entries, name, 1);
}

async function deleteSlot(entries: TextEntries, name: string, slot: number): Promise<void> {
  for (let index = 0; index < MAX_PARTS; index += 1) await entries.delete(partName(name, slot, index));
}

function partName(name: string, slot: number, index: number): string {
  return `${name}/part/${slot}/${index}`;
}

function decode(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) throw foreign();
  return bytes;
}

function foreign(): AppError {
  return new AppError(
    'keychain/unavailable',
    'A keychain entry of this application is damaged or was not written by it.',
    {
      detail: { reason: 'damaged-entry' },
    },
  );
}

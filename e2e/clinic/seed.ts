import { createHmac } from 'node:crypto';

/** Bytes that depend on the seed and a label only: the same clinic grows from the same seed on every machine. */
export function seededBytes(seed: string, label: string): Buffer {
  return createHmac('sha256', `medminder-demo-clinic:${seed}`).update(label).digest();
}

/** A version-4-shaped UUID from seed and label. */
export function seededUuid(seed: string, label: string): string {
  const hex = seededBytes(seed, label).toString('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

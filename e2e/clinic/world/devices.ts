import type { Prng } from './prng.ts';
import type { Clinic, Device, DeviceKind } from './types.ts';

const USER_AGENTS: Readonly<Record<DeviceKind, readonly string[]>> = {
  workstation: [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
    'Mozilla/5.0 (X11; CrOS x86_64 16093.68.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  ],
  tablet: ['MedMinderRounds/5.2 (iPad14,3; iPadOS 19.1)', 'MedMinderRounds/5.1 (SM-X716B; Android 16)'],
  phone: [
    'MedMinder/8.4.1 (iPhone17,3; iOS 19.1)',
    'MedMinder/8.4.0 (Pixel 9; Android 16)',
    'MedMinder/8.3.7 (SM-S921B; Android 15)',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
  ],
  server: ['MedMinder-Worker/3.9'],
};

/** A workstation or tablet inside a clinic, at an internal address. */
export function clinicDevice(prng: Prng, clinic: Clinic, kind: DeviceKind, number: number): Device {
  const prefix = kind === 'workstation' ? 'WS' : 'TB';
  return {
    id: prng.uuid(),
    kind,
    label: `${prefix}-${clinic.id.slice(0, 2).toUpperCase()}-${String(number).padStart(3, '0')}`,
    userAgent: prng.pick(USER_AGENTS[kind]),
    address: `${clinic.internalPrefix}.${String(prng.int(1, 9))}.${String(prng.int(10, 250))}`,
  };
}

/** Somebody's own phone, seen from the internet at a home or carrier address. */
export function ownPhone(prng: Prng, addresses: readonly string[]): Device {
  const userAgent = prng.pick(USER_AGENTS.phone);
  return {
    id: prng.uuid(),
    kind: 'phone',
    label: /\(([^;)]+)/u.exec(userAgent)?.[1] ?? 'phone',
    userAgent,
    address: prng.pick(addresses),
  };
}

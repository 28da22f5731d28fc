import type { Protocol as Cdp } from '../cdp/protocol.ts';

/** Which of Chromium's permissions stand for one of Electron's names. */
export const PERMISSIONS: Readonly<Record<string, readonly Cdp.Browser.PermissionType[]>> = {
  'clipboard-read': ['clipboardReadWrite'],
  'clipboard-sanitized-write': ['clipboardSanitizedWrite'],
  'display-capture': ['displayCapture'],
  geolocation: ['geolocation'],
  'idle-detection': ['idleDetection'],
  keyboardLock: ['keyboardLock'],
  media: ['audioCapture', 'videoCapture'],
  mediaKeySystem: ['protectedMediaIdentifier'],
  midi: ['midi'],
  midiSysex: ['midiSysex'],
  notifications: ['notifications'],
  pointerLock: ['pointerLock'],
  'speaker-selection': ['speakerSelection'],
  'storage-access': ['storageAccess'],
  'window-management': ['windowManagement'],
};

/** The permissions to give to an origin: those that the app's check handler grants, and no other. */
export function grantedPermissions(
  grants: (permission: string) => boolean,
): readonly Cdp.Browser.PermissionType[] {
  return Object.entries(PERMISSIONS).flatMap(([name, types]) => (grants(name) ? types : []));
}

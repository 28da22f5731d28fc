// SECURITY: docs/threat-model.md#package — what the shipped Electron can no longer be talked into.
import { flipFuses, FuseState, FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses';

export type FuseName = keyof typeof FuseV1Options;
export type Fuses = Readonly<Required<Record<FuseName, boolean>>>;

/**
 * Every fuse by name: one that @electron/fuses learns fails the type check here, one that only the binary knows fails the
 * packing (`strictlyRequireAllFuses`).
 */
export const FUSES: Fuses = {
  /** Off: nobody turns the signed binary into a plain Node. The engine is a utility process and needs none of it. */
  RunAsNode: false,
  EnableCookieEncryption: true,
  /** Off: neither NODE_OPTIONS nor NODE_EXTRA_CA_CERTS is read, in any process. */
  EnableNodeOptionsEnvironmentVariable: false,
  /** Off: no --inspect, and no inspector by SIGUSR1. */
  EnableNodeCliInspectArguments: false,
  /** Enforced on macOS and Windows; Electron has no such check on Linux. */
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  /** Off: we bring no snapshot of our own for the main process. */
  LoadBrowserProcessSpecificV8Snapshot: false,
  /** Off: the page comes by app://, nothing by file://. */
  GrantFileProtocolExtraPrivileges: false,
  /** On, as Electron has it: bounds checks of WebAssembly (Node's own parsers use it) by memory protection. */
  WasmTrapHandlers: true,
};

const NAMES = Object.keys(FUSES) as readonly FuseName[];

/**
 * Burns {@link FUSES} into a binary.
 * @param signed false on macOS resets the ad-hoc signature, without which an arm64 app does not start
 * @throws Error when the binary has a fuse that is not named above, or none at all
 */
export async function burnFuses(binary: string, { signed }: { readonly signed: boolean }): Promise<void> {
  const wire = Object.fromEntries(NAMES.map((name) => [FuseV1Options[name], FUSES[name]])) as Record<
    FuseV1Options,
    boolean
  >;
  await flipFuses(binary, {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    resetAdHocDarwinSignature: !signed,
    ...wire,
  });
}

export type FuseReading = boolean | 'removed' | 'missing';

/** What a binary's fuses are now, by name; numbers stand for fuses that have no name here. */
export async function readFuses(binary: string): Promise<Readonly<Record<string, FuseReading>>> {
  const wire = await getCurrentFuseWire(binary);
  const known = NAMES.map((name) => [name, reading(wire[FuseV1Options[name]])] as const);
  const unknown = Object.entries(wire)
    .filter(([key]) => /^\d+$/u.test(key) && !(Number(key) in FuseV1Options))
    .map(([key, state]) => [key, reading(state as FuseState)] as const);
  return Object.fromEntries([...known, ...unknown]);
}

/** The names of fuses that a binary has otherwise than {@link FUSES} says. Empty when all is well. */
export function wrongFuses(found: Readonly<Record<string, FuseReading>>): readonly string[] {
  const names = new Set([...NAMES, ...Object.keys(found)]);
  return [...names].filter((name) => found[name] !== (FUSES as Readonly<Record<string, boolean>>)[name]);
}

function reading(state: FuseState | undefined): FuseReading {
  switch (state) {
    case FuseState.ENABLE:
      return true;
    case FuseState.DISABLE:
      return false;
    case FuseState.REMOVED:
      return 'removed';
    case FuseState.INHERIT:
    case undefined:
      return 'missing';
  }
}

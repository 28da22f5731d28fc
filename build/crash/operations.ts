import type { Operation } from './operation.ts';

/** Loaded by name, so that a process that is about to be killed loads its own alone. */
const OPERATIONS: Readonly<Record<string, () => Promise<Operation>>> = {
  import: async () => (await import('./import.ts')).importing,
  renewal: async () => (await import('./renewal.ts')).renewal,
  sealing: async () => (await import('./sealing.ts')).sealing,
  migration: async () => (await import('./migration.ts')).migration,
};

export const OPERATION_NAMES: readonly string[] = Object.keys(OPERATIONS);

export async function operationNamed(name: string): Promise<Operation> {
  const load = OPERATIONS[name];
  if (load === undefined) throw new Error(`There is no operation "${name}".`);
  return await load();
}

import { readFile } from 'node:fs/promises';
import type { Settings } from '../../../shared/domain/settings.ts';
import { AppError } from '../../../shared/errors.ts';
import { readJson, settingsFrom } from './parse-settings.ts';

/**
 * Reads a settings file that was named on the command line.
 *
 * @throws `settings/missing`, `settings/invalid` with the fields at fault
 */
export async function loadSettings(file: string): Promise<Settings> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    throw new AppError('settings/missing', 'The settings file cannot be read.', { cause });
  }
  return settingsFrom(readJson(bytes));
}

import { readFile } from 'node:fs/promises';
import { settingsSchema, type Settings } from '../../../shared/domain/settings.ts';
import { AppError } from '../../../shared/errors.ts';

const MAX_BYTES = 64 * 1024;

/**
 * Reads the settings file. It holds no secret, so a fault is named by its field.
 *
 * @throws `settings/missing`, `settings/invalid` with the fields at fault
 */
export async function loadSettings(file: string): Promise<Settings> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new AppError('settings/missing', 'The settings file cannot be read.', { cause });
  }
  if (text.length > MAX_BYTES) throw new AppError('settings/invalid', 'The settings file is too large.');
  let json: unknown;
  try {
    // Windows editors write a byte order mark.
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new AppError('settings/invalid', 'The settings file is not JSON.');
  }
  const parsed = settingsSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues
    .flatMap((issue) =>
      issue.code === 'unrecognized_keys' ? issue.keys : [issue.path.map(String).join('.')],
    )
    .join(', ');
  throw new AppError('settings/invalid', 'The settings file does not fit.', { detail: { fields } });
}

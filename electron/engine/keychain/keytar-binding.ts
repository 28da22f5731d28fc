import { createRequire } from 'node:module';
import { AppError } from '../../../shared/errors.ts';

/**
 * The three calls of keytar that we use. `findCredentials` is left out on purpose: on a locked keyring it crashes the
 * process (measured with @github/keytar 7.10.6).
 */
export interface KeytarBinding {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
}

/**
 * Loads the native keychain binding.
 *
 * @throws `keychain/unavailable` if it cannot be loaded; `detail.missingLibrary` names a missing system library
 */
export async function loadKeytar(
  load: () => Promise<KeytarBinding> = importKeytar,
  realReason: () => string = nativeLoadError,
): Promise<KeytarBinding> {
  try {
    return await load();
  } catch (cause) {
    const library = missingLibrary(realReason());
    throw new AppError(
      'keychain/unavailable',
      library === null
        ? 'The native keychain module could not be loaded on this system.'
        : `The system library ${library}, which the keychain needs, is not installed.`,
      {
        cause,
        detail:
          library === null
            ? { reason: 'native-module' }
            : { reason: 'native-module', missingLibrary: library },
      },
    );
  }
}

/** The name of the shared library that the dynamic loader missed, from its message, or null. */
export function missingLibrary(message: string): string | null {
  return (
    /([\w.+-]+\.(?:so[\w.]*|dylib|dll))\s*:\s*cannot open shared object file/i.exec(message)?.[1] ?? null
  );
}

async function importKeytar(): Promise<KeytarBinding> {
  const module = await import('keytar');
  return module.default;
}

/**
 * keytar swallows the loader's error and says only that it checked three paths, which sends people looking for a
 * missing file when it is libsecret that is missing. Loading the prebuilt file ourselves gives the true words.
 */
function nativeLoadError(): string {
  try {
    const require = createRequire(import.meta.url);
    require(`keytar/prebuilds/${process.platform}-${process.arch}/keytar.node`);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
}

import { delimiter, dirname, join } from 'node:path';

/** The project's folder. */
export const projectRoot = dirname(dirname(import.meta.dirname));

/** What the console runs on, as set-up found it; the same choice as `npm start` makes. */
export interface Runtime {
  readonly kind: 'electron' | 'chromium';
  /** What stands where Electron's binary would. */
  readonly executable: string;
  /** Switches that the machine needs. Empty where nothing is loosened. */
  readonly switches: readonly string[];
}

/**
 * Reads the choice of set-up from the environment (MEDMINDER_RUNTIME, MEDMINDER_ELECTRON: build/setup/setup.mjs). Without
 * it, the stand-in serves, so that a single spec can be run by hand.
 */
export function runtimeFromEnv(
  env: NodeJS.ProcessEnv = process.env,
  isRoot: boolean = process.platform === 'linux' && process.getuid?.() === 0,
): Runtime {
  const kind = env['MEDMINDER_RUNTIME'] === 'electron' ? 'electron' : 'chromium';
  const standIn = join(projectRoot, 'build', 'runtime', 'electron.mjs');
  return {
    kind,
    executable: env['MEDMINDER_ELECTRON'] ?? standIn,
    // Electron refuses to run its sandbox as root. The stand-in decides the same for Chromium by itself, and says so.
    switches: kind === 'electron' && isRoot ? ['--no-sandbox'] : [],
  };
}

/** One line for the terminal: what is tested, and what of its protection is off. */
export function runtimeWords({ kind, switches }: Runtime): string {
  const name = kind === 'electron' ? 'Electron' : 'the Chromium stand-in';
  return switches.length === 0 ? `Runtime: ${name}` : `Runtime: ${name}, started with ${switches.join(' ')}`;
}

/** The folder of the app that is driven: the project, or another build of it that MEDMINDER_APP names. */
export function appFolder(env: NodeJS.ProcessEnv = process.env): string {
  return env['MEDMINDER_APP'] ?? projectRoot;
}

/** The environment of a child: our own Node is found first, for the stand-in's first line asks for `node`. */
export function childEnv(extra: Readonly<Record<string, string | undefined>> = {}): Record<string, string> {
  const path = [dirname(process.execPath), process.env['PATH']].join(delimiter);
  const merged: Record<string, string | undefined> = { ...process.env, PATH: path, ...extra };
  return Object.fromEntries(
    Object.entries(merged).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

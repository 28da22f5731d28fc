import { mkdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';

/** Names of `app.getPath` that the runtime knows. */
export const PATH_NAMES = [
  'home',
  'appData',
  'userData',
  'sessionData',
  'temp',
  'logs',
  'crashDumps',
  'exe',
] as const;
export type PathName = (typeof PATH_NAMES)[number];

/** The folders of `app.getPath`, on the rules of each system. */
export class AppPaths {
  readonly #set = new Map<PathName, string>();
  readonly #name: () => string;

  constructor(name: () => string, exe: string, userData: string | undefined) {
    this.#name = name;
    this.#set.set('exe', exe);
    if (userData !== undefined && userData !== '') this.#set.set('userData', path.resolve(userData));
  }

  /** Throws Electron's error for a name that is not known. */
  get(name: string): string {
    const known = PATH_NAMES.find((candidate) => candidate === name);
    if (known === undefined) throw new Error(`Failed to get '${name}' path`);
    return this.#set.get(known) ?? this.#usual(known);
  }

  set(name: string, value: string): void {
    const known = PATH_NAMES.find((candidate) => candidate === name);
    if (known === undefined || !path.isAbsolute(value)) throw new Error(`Failed to set path '${name}'`);
    mkdirSync(value, { recursive: true });
    this.#set.set(known, value);
  }

  #usual(name: PathName): string {
    switch (name) {
      case 'home':
        return homedir();
      case 'temp':
        return tmpdir();
      case 'appData':
        return appData();
      case 'userData':
        return path.join(this.get('appData'), this.#name());
      case 'sessionData':
        return this.get('userData');
      case 'logs':
        return process.platform === 'darwin'
          ? path.join(homedir(), 'Library/Logs', this.#name())
          : path.join(this.get('userData'), 'logs');
      case 'crashDumps':
        return path.join(this.get('userData'), 'Crashpad');
      case 'exe':
        return process.execPath;
    }
  }
}

function appData(): string {
  if (process.platform === 'win32') return process.env['APPDATA'] ?? path.join(homedir(), 'AppData/Roaming');
  if (process.platform === 'darwin') return path.join(homedir(), 'Library/Application Support');
  return process.env['XDG_CONFIG_HOME'] ?? path.join(homedir(), '.config');
}

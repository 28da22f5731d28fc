import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** The app as Electron's own loader understands a path. */
export interface AppPackage {
  readonly main: string;
  readonly appPath: string;
  readonly name: string;
  readonly version: string;
}

/**
 * A folder with a package.json gives its `main`, `productName` and `version`. A bare file gives, as under Electron, the
 * name `Electron` and Electron's version, which is why an app is best started by its folder. Throws if there is no app.
 */
export function loadAppPackage(argument: string, cwd: string): AppPackage {
  const target = path.resolve(cwd, argument);
  const manifest = path.join(target, 'package.json');
  if (existsSync(target) && statSync(target).isDirectory() && existsSync(manifest)) {
    const parsed = JSON.parse(readFileSync(manifest, 'utf8')) as {
      main?: string;
      name?: string;
      productName?: string;
      version?: string;
    };
    return {
      main: path.resolve(target, parsed.main ?? 'index.js'),
      appPath: target,
      name: parsed.productName ?? parsed.name ?? 'Electron',
      version: parsed.version ?? electronVersion(),
    };
  }
  if (!existsSync(target)) throw new Error(`Unable to find Electron app at ${target}`);
  return { main: target, appPath: path.dirname(target), name: 'Electron', version: electronVersion() };
}

function electronVersion(): string {
  try {
    const { version } = createRequire(import.meta.url)('electron/package.json') as { version: string };
    return version;
  } catch {
    return '0.0.0';
  }
}

import { registerHooks } from 'node:module';

const MODULE = new URL('./electron-module.ts', import.meta.url).href;
const NAMES: ReadonlySet<string> = new Set(['electron', 'electron/main', 'electron/common']);

/** From now on `electron` is the stand-in, for `import` and for `require`. */
export function installElectronModule(): void {
  registerHooks({
    resolve: (specifier, context, nextResolve) =>
      NAMES.has(specifier)
        ? { url: MODULE, format: 'module-typescript', shortCircuit: true }
        : nextResolve(specifier, context),
  });
}

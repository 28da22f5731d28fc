import type { Runtime } from './runtime.ts';

let runtime: Runtime | undefined;

/** Makes the runtime known to the module that `import 'electron'` loads. */
export function setCurrentRuntime(next: Runtime): void {
  runtime = next;
}

/** The runtime of this process. Throws if the module was loaded by anything but the runtime's own executable. */
export function currentRuntime(): Runtime {
  if (runtime === undefined) throw new Error('The Chromium runtime has not been started.');
  return runtime;
}

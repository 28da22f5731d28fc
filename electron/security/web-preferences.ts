// SECURITY: docs/threat-model.md#page — sandboxed, isolated, without Node; stated even where it is the default.
import type { WebPreferences } from 'electron';

/** The preferences of every window. */
export function securePreferences(options: {
  readonly preload: string;
  readonly developerTools: boolean;
}): WebPreferences {
  return {
    preload: options.preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    safeDialogs: true,
    spellcheck: false, // typed names would go into the system's dictionary
    devTools: options.developerTools,
  };
}

import { expect, it } from 'vitest';
import { securePreferences } from './web-preferences.ts';

it.each([
  ['sandbox', true],
  ['contextIsolation', true],
  ['webSecurity', true],
  ['nodeIntegration', false],
  ['nodeIntegrationInWorker', false],
  ['nodeIntegrationInSubFrames', false],
  ['allowRunningInsecureContent', false],
  ['experimentalFeatures', false],
  ['webviewTag', false],
  ['navigateOnDragDrop', false],
  ['spellcheck', false],
  ['devTools', false],
] as const)('%s is %s', (name, expected) => {
  expect(securePreferences({ preload: '/p.cjs', developerTools: false })[name]).toBe(expected);
});

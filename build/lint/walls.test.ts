import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { program } from '../test/parts.mjs';
import { root } from '../setup/paths.mjs';

/** Imports planted into a room: the walls between the rooms of DESIGN.md, one line each. */
const refused: readonly (readonly [file: string, source: string])[] = [
  ['shared/a.ts', "import { app } from 'electron';"],
  ['shared/a.ts', "import { readFileSync } from 'node:fs';"],
  ['shared/a.ts', "import { readFileSync } from 'fs';"],
  ['shared/a.ts', "import { useState } from 'react';"],
  ['shared/a.ts', "import { x } from '../electron/x.ts';"],
  ['shared/domain/a.ts', "import { x } from '../../electron/engine/x.ts';"],
  ['shared/domain/a.ts', "import type { X } from '../../renderer/x.ts';"],
  ['shared/domain/a.ts', "export { x } from '../../electron/x.ts';"],
  ['shared/a.ts', "import { x } from '../e2e/x.ts';"],
  ['renderer/a.tsx', "import { ipcRenderer } from 'electron';"],
  ['renderer/a.tsx', "import { shell } from 'electron/common';"],
  ['renderer/a.tsx', "import { join } from 'node:path';"],
  ['renderer/a.tsx', "import { join } from 'path';"],
  ['renderer/a.tsx', "import Database from 'better-sqlite3';"],
  ['renderer/a.tsx', "import { x } from '@aws-sdk/client-cognito-identity-provider';"],
  ['renderer/a.tsx', "import { x } from '../electron/x.ts';"],
  ['renderer/views/trail/a.tsx', "import { x } from '../../../electron/ipc/x.ts';"],
  ['renderer/a.tsx', "import { x } from '../build/x.ts';"],
  ['electron/a.ts', "import { x } from '../renderer/x.ts';"],
  ['electron/a.ts', "import { x } from '../e2e/clinic/x.ts';"],
  ['electron/a.ts', "import { x } from '../build/runtime/x.ts';"],
  ['electron/security/a.ts', "import { ipcMain } from 'electron';"],
  ['electron/security/a.ts', "import { ipcMain } from 'electron/main';"],
  ['electron/security/a.ts', "import { ipcMain as hidden } from 'electron';"],
  ['electron/security/a.ts', "import * as electron from 'electron';"],
  ['electron/security/a.ts', "import electron from 'electron';"],
  ['electron/security/a.ts', "export { ipcMain } from 'electron';"],
  ['electron/main.ts', "import { ipcMain } from 'electron';"],
  ['electron/engine/a.ts', "import { app } from 'electron';"],
  ['electron/engine/a.ts', "import { safeStorage } from 'electron/main';"],
  ['electron/engine/a.ts', "import { x } from '../window/x.ts';"],
  ['electron/engine/store/a.ts', "import { x } from '../../../renderer/x.ts';"],
  ['electron/engine/store/a.ts', "const x = require('electron');"],
  ['electron/engine/store/a.ts', "const x = await import('electron');"],
  ['renderer/a.tsx', "const x = await import('../electron/x.ts');"],
];

/** And what has to stay possible, else a wall that refuses all would pass. */
const allowed: readonly (readonly [file: string, source: string])[] = [
  ['shared/a.ts', "import { z } from 'zod';"],
  ['shared/domain/a.ts', "import { x } from '../errors.ts';"],
  ['shared/domain/a.ts', "import { x } from './audit.ts';"],
  ['renderer/a.tsx', "import { x } from '../shared/errors.ts';"],
  ['renderer/a.tsx', "import { useState } from 'react';"],
  ['electron/main.ts', "import { app, BrowserWindow } from 'electron';"],
  ['electron/main.ts', "import type { WebContents } from 'electron';"],
  ['electron/security/a.ts', "import { session } from 'electron';"],
  ['electron/ipc/a.ts', "import { ipcMain } from 'electron';"],
  ['electron/engine/a.ts', "import { x } from '../../shared/errors.ts';"],
  ['electron/engine/a.ts', "import { readFileSync } from 'node:fs';"],
  ['electron/engine/a.ts', "import Database from 'better-sqlite3';"],
];

const walls = new Set([
  'eslint(no-restricted-imports)',
  'import(no-nodejs-modules)',
  'typescript(no-require-imports)',
]);
let breaches: ReadonlyMap<string, readonly string[]> = new Map();
let dir = '';

/** Every case in a file of its own, so that one run of oxlint answers for all. */
function planted(file: string, index: number): string {
  return file.replace(/(?:\/a)?(\.tsx?)$/u, `/case${index}$1`).replace('electron/main/', 'electron/');
}

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'walls-'));
  const rules = JSON.parse(readFileSync(join(root, '.oxlintrc.json'), 'utf8')) as Record<string, unknown>;
  // Planted files have no types to be checked, and the walls need none.
  writeFileSync(join(dir, '.oxlintrc.json'), JSON.stringify({ ...rules, options: { typeAware: false } }));
  writeFileSync(join(dir, '.gitignore'), 'node_modules/\n');
  for (const [index, [file, source]] of [...refused, ...allowed].entries()) {
    const path = join(dir, planted(file, index));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${source}\n`);
  }
  breaches = lint();
});

afterAll(() => {
  rmSync(dir, { recursive: true, force: true });
});

interface Diagnostic {
  readonly code?: string;
  readonly filename: string;
}

/** The walls that each file broke. */
function lint(): ReadonlyMap<string, readonly string[]> {
  const { stdout } = spawnSync(process.execPath, [program('oxlint', 'oxlint'), '--format=json'], {
    cwd: dir,
    encoding: 'utf8',
  });
  const { diagnostics } = JSON.parse(stdout) as { readonly diagnostics: readonly Diagnostic[] };
  const byFile = new Map<string, string[]>();
  for (const { code = '', filename } of diagnostics) {
    if (walls.has(code)) byFile.set(filename, [...(byFile.get(filename) ?? []), code]);
  }
  return byFile;
}

describe('walls between the rooms', () => {
  it.each(refused.map(([file, source], index) => ({ file, source, index })))(
    'refuses in $file: $source',
    ({ file, index }) => {
      expect(breaches.get(planted(file, index)) ?? []).not.toEqual([]);
    },
  );

  it.each(allowed.map(([file, source], index) => ({ file, source, index: refused.length + index })))(
    'allows in $file: $source',
    ({ file, index }) => {
      expect(breaches.get(planted(file, index)) ?? []).toEqual([]);
    },
  );
});

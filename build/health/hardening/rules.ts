import { certificatesRule } from './certificates-rule.ts';
import { codeRule } from './code-rule.ts';
import { cspRule } from './csp-rule.ts';
import { fusesRule } from './fuses-rule.ts';
import { ipcRule } from './ipc-rule.ts';
import { navigationRule } from './navigation-rule.ts';
import { permissionsRule } from './permissions-rule.ts';
import type { Rule } from './rule.ts';
import { webPreferencesRule } from './web-preferences-rule.ts';

/** Every rule of Electron's hardening, one a file. */
export const HARDENING: readonly Rule[] = [
  fusesRule,
  webPreferencesRule,
  cspRule,
  navigationRule,
  ipcRule,
  permissionsRule,
  codeRule,
  certificatesRule,
];

/** What an operator may do, and who may do it: the one table behind every check below the UI. */
export const PERMISSIONS = {
  'desk.view': 'See this desk: who is signed in, how it is protected, what is connected',
  'actions.view-own': 'Read your own action log on this console',
  'audit.search': 'Search the audit trail',
  'audit.view-event': 'Open an audit event, explained',
  'audit.view-raw': 'Read an audit event exactly as the server sent it',
  'audit.refresh': 'Ask the audit server for new events now',
  'audit.import': 'Bring audit events in from files',
  'audit.export': 'Write audit events out as files, exactly as they were received',
  'jobs.view': 'See the long work of this desk and what became of it',
  'jobs.control': 'Pause, resume and cancel the long work of this desk',
} as const;

export type Permission = keyof typeof PERMISSIONS;

/** The roles of FEATURES.md; the pool's groups map to them in the settings. */
export const ROLES = ['compliance', 'admin', 'support'] as const;
export type Role = (typeof ROLES)[number];

export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  compliance: 'Compliance officer',
  admin: 'Clinic administrator',
  support: 'Support',
};

/** role × permission. A missing entry is a refusal. */
export const MATRIX: Readonly<Record<Permission, readonly Role[]>> = {
  'desk.view': ['compliance', 'admin', 'support'],
  'actions.view-own': ['compliance', 'admin', 'support'],
  'audit.search': ['compliance', 'admin'],
  'audit.view-event': ['compliance', 'admin'],
  'audit.view-raw': ['compliance'],
  'audit.refresh': ['compliance', 'admin'],
  'audit.import': ['compliance'],
  'audit.export': ['compliance'],
  'jobs.view': ['compliance'],
  'jobs.control': ['compliance'],
};

/** True if any of the operator's roles grants the permission. */
export function mayDo(roles: readonly Role[], permission: Permission): boolean {
  return MATRIX[permission].some((role) => roles.includes(role));
}

/** All that these roles may do, in the order of {@link PERMISSIONS}. */
export function permissionsOf(roles: readonly Role[]): readonly Permission[] {
  return (Object.keys(PERMISSIONS) as Permission[]).filter((permission) => mayDo(roles, permission));
}

import type { Operator } from '../../shared/domain/session.ts';
import type { Permission } from '../../shared/permissions.ts';

export const DESKS = {
  trail: { label: 'Audit trail', permission: 'audit.search' },
  actions: { label: 'My actions', permission: 'actions.view-own' },
  jobs: { label: 'Import & export', permission: 'jobs.view' },
  desk: { label: 'This desk', permission: 'desk.view' },
} as const satisfies Record<string, { readonly label: string; readonly permission: Permission }>;
export type DeskName = keyof typeof DESKS;

/** The desks that this operator may see, in the order of the rail. What a role may not see is not there. */
export function desksOf(operator: Operator): readonly DeskName[] {
  return (Object.keys(DESKS) as DeskName[]).filter((name) => may(operator, DESKS[name].permission));
}

export function may(operator: Operator, permission: Permission): boolean {
  return operator.permissions.includes(permission);
}

import { beforeEach, expect, it } from 'vitest';
import type { FileOffer } from '../../../shared/domain/jobs.ts';
import { permissionsOf, type Role } from '../../../shared/permissions.ts';
import type { AnyPush } from '../../ipc/engine-messages.ts';
import type { OperatorPort } from '../../ipc/pipeline.ts';
import { offerDropped } from './dropped.ts';

const OFFER: FileOffer = {
  offerId: '5f0c3a52-7a1e-4c0e-9f4b-2d1c8a6e7b90',
  entries: [{ name: 'a', kind: 'file', bytes: 1 }],
  more: 0,
  expiresAt: '2026-01-01T00:00:00.000Z',
};

let pushed: AnyPush[];
let added: unknown[];

beforeEach(() => {
  pushed = [];
  added = [];
});

async function drop(current: ReturnType<OperatorPort['current']>, paths: readonly string[]): Promise<void> {
  await offerDropped(
    {
      operators: { current: () => current },
      offers: () => ({
        add: async (purpose, each) => {
          added.push([purpose, each]);
          return OFFER;
        },
      }),
      push: (push) => pushed.push(push),
    },
    paths,
  );
}

function somebody(role: Role): ReturnType<OperatorPort['current']> {
  const operator = { username: 'r', displayName: 'R', roles: [role], clinic: null };
  return { operator: { ...operator, permissions: [...permissionsOf([role])] }, passwordAgeMs: 0 };
}

it('is offered to a compliance officer', async () => {
  await drop(somebody('compliance'), ['/a']);
  expect(added).toEqual([['import', ['/a']]]);
  expect(pushed).toEqual([{ kind: 'push', name: 'imports.offered', payload: OFFER }]);
});

it.each([
  ['an administrator', somebody('admin'), ['/a']],
  ['support', somebody('support'), ['/a']],
  ['nobody', null, ['/a']],
  ['a locked desk', 'locked' as const, ['/a']],
  ['an officer, with nothing in it', somebody('compliance'), []],
])('is nothing to %s', async (_who, current, paths) => {
  await drop(current, paths);
  expect(added).toEqual([]);
  expect(pushed).toEqual([]);
});

import { beforeEach, describe, expect, it } from 'vitest';
import { CALLS, type CallName } from '../../shared/contract/calls.ts';
import type { ActionEntry } from '../../shared/contract/spec.ts';
import type { Operator } from '../../shared/domain/session.ts';
import { AppError } from '../../shared/errors.ts';
import { MATRIX, permissionsOf, ROLES, type Role } from '../../shared/permissions.ts';
import type { Result } from '../../shared/result.ts';
import { SAMPLE_REQUESTS as REQUESTS } from './testing/sample-requests.ts';
import { createPipeline, type Handlers, type OperatorPort } from './pipeline.ts';

const NAMES = Object.keys(CALLS) as CallName[];

function operator(roles: readonly Role[]): Operator {
  return {
    username: 'dana',
    displayName: 'Dana',
    roles: [...roles],
    clinic: null,
    permissions: [...permissionsOf(roles)],
  };
}

let ran: CallName[];
let log: {
  phase: 'before' | 'after';
  entry: ActionEntry;
  ok?: boolean;
  correlationId?: string | undefined;
}[];
let current: ReturnType<OperatorPort['current']>;
let answer: (name: CallName) => Promise<unknown>;
let logFails: boolean;

const handlers = Object.fromEntries(
  NAMES.map((name) => [
    name,
    async () => {
      ran.push(name);
      return answer(name);
    },
  ]),
) as unknown as Handlers;

const pipeline = createPipeline({
  handlers,
  operators: { current: () => current },
  actions: {
    before: async (entry) => {
      if (logFails) throw new AppError('store/disk-full', 'full');
      log.push({ phase: 'before', entry });
      return 'correlation-1';
    },
    after: async (entry: ActionEntry, outcome: Result<unknown>, correlationId?: string) => {
      if (logFails) throw new AppError('store/disk-full', 'full');
      log.push({ phase: 'after', entry, ok: outcome.ok, correlationId });
    },
  },
});

beforeEach(() => {
  ran = [];
  log = [];
  current = null;
  logFails = false;
  // An answer that fits no schema, so that reaching the handler shows as call/invalid-response.
  answer = async () => Symbol('unfit');
});

async function codeOf(name: string, request: unknown): Promise<string> {
  const result = await pipeline(name, request);
  return result.ok ? 'ok' : result.error.code;
}

describe('contract × role', () => {
  const rows = NAMES.flatMap((name) =>
    [...ROLES, 'nobody' as const, 'locked' as const].map((who) => [name, who] as const),
  );

  it.each(rows)('%s as %s', async (name, who) => {
    current =
      who === 'nobody' ? null : who === 'locked' ? 'locked' : { operator: operator([who]), passwordAgeMs: 0 };
    const { access } = CALLS[name];
    const expected =
      access === 'anyone'
        ? 'call/invalid-response'
        : who === 'nobody'
          ? 'auth/not-signed-in'
          : who === 'locked'
            ? 'auth/locked'
            : MATRIX[access].includes(who)
              ? 'call/invalid-response'
              : 'auth/forbidden';
    expect(await codeOf(name, REQUESTS[name])).toBe(expected);
    expect(ran).toEqual(expected === 'call/invalid-response' ? [name] : []);
  });

  it.each(NAMES.filter((name) => CALLS[name].stepUpMs !== null))(
    '%s asks for the password again',
    async (name) => {
      const stepUpMs = CALLS[name].stepUpMs ?? 0;
      current = { operator: operator(['compliance']), passwordAgeMs: stepUpMs + 1 };
      expect(await codeOf(name, REQUESTS[name])).toBe('auth/step-up-required');
      expect(ran).toEqual([]);
      current = { operator: operator(['compliance']), passwordAgeMs: stepUpMs };
      expect(await codeOf(name, REQUESTS[name])).toBe('call/invalid-response');
    },
  );
});

describe('shape', () => {
  it.each(NAMES)('%s refuses what does not fit, before anything else', async (name) => {
    for (const request of [null, 'x', [], { ...(REQUESTS[name] as object), unexpected: 1 }]) {
      expect(await codeOf(name, request)).toBe('call/invalid-request');
    }
    expect(ran).toEqual([]);
  });

  it.each(['', 'audit', 'toString', '__proto__', 'constructor'])('knows no call %o', async (name) => {
    expect(await codeOf(name, {})).toBe('call/unknown');
  });

  it('refuses a huge request unread', async () => {
    expect(await codeOf('session.signIn', { username: 'x'.repeat(70_000), password: 'y' })).toBe(
      'call/too-large',
    );
  });

  const cyclic: { self?: unknown } = {};
  cyclic.self = cyclic;
  const deep = JSON.parse(`${'['.repeat(30_000)}${']'.repeat(30_000)}`) as unknown;
  const holes: unknown[] = [];
  holes.length = 4_294_967_295;
  it.each([
    ['a map', new Map([['username', 'dana']]), 'call/invalid-request'],
    ['a date', new Date(0), 'call/invalid-request'],
    ['a buffer', new ArrayBuffer(8), 'call/invalid-request'],
    ['typed numbers', new Uint8Array(8), 'call/invalid-request'],
    ['an expression', /x/, 'call/invalid-request'],
    ['an error', new Error('x'), 'call/invalid-request'],
    ['a big integer', { username: 1n, password: 'x' }, 'call/invalid-request'],
    ['a wrapped string', { username: Object('dana') as unknown, password: 'x' }, 'call/invalid-request'],
    ['what holds itself', cyclic, 'call/too-large'],
    ['a deep nest', deep, 'call/invalid-request'],
    ['four billion holes', { username: holes, password: 'x' }, 'call/too-large'],
    ['a long key', { ['k'.repeat(70_000)]: 1 }, 'call/too-large'],
    ['an own __proto__', JSON.parse('{"__proto__":{"username":"dana"}}') as unknown, 'call/invalid-request'],
    [
      'a polluting key beside good ones',
      JSON.parse('{"username":"dana","password":"x","__proto__":{"roles":["compliance"]}}') as unknown,
      'call/invalid-request',
    ],
  ])('refuses %s at once', async (_what, request, code) => {
    const began = performance.now();
    expect(await codeOf('session.signIn', request)).toBe(code);
    expect(await codeOf('session.state', request)).toBe(code);
    expect(performance.now() - began).toBeLessThan(500);
    expect(ran).toEqual([]);
    expect(({} as { roles?: unknown }).roles).toBeUndefined();
  });

  it('takes an object without a prototype, as structured clone may give it', async () => {
    const request = Object.assign(Object.create(null) as object, { username: 'dana', password: 'x' });
    expect(await codeOf('session.signIn', request)).toBe('call/invalid-response');
  });

  it('names the field and never the value', async () => {
    const result = await pipeline('session.signIn', { username: 'dana', password: 'hunter2'.repeat(50) });
    expect(JSON.stringify(result)).toContain('password');
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });

  it('lets no unfit answer through', async () => {
    answer = async () => ({ count: -1, exact: true });
    current = { operator: operator(['compliance']), passwordAgeMs: 0 };
    expect(await codeOf('audit.count', { filter: {} })).toBe('call/invalid-response');
  });
});

describe('the action log', () => {
  beforeEach(() => {
    current = { operator: operator(['compliance']), passwordAgeMs: 0 };
  });

  it('holds a question with its outcome', async () => {
    answer = async () => ({ rows: [], next: null });
    expect(await codeOf('audit.search', { filter: { text: 'insulin' } })).toBe('ok');
    expect(log).toMatchObject([{ phase: 'after', entry: { kind: 'audit-log-search' }, ok: true }]);
  });

  it('holds a failed act too', async () => {
    answer = async () => {
      throw new AppError('store/not-found', 'none');
    };
    expect(await codeOf('audit.event', { seq: 4 })).toBe('store/not-found');
    expect(log).toMatchObject([
      { phase: 'after', entry: { kind: 'audit-log-read', about: 'event 4' }, ok: false },
    ]);
  });

  it('is written before a sensitive act and after it, tied together', async () => {
    answer = async () => ({ text: '{}', bytes: 2, lossless: true });
    expect(await codeOf('audit.raw', { seq: 4 })).toBe('ok');
    expect(log).toMatchObject([
      { phase: 'before', entry: { about: 'raw event 4' } },
      { phase: 'after', ok: true, correlationId: 'correlation-1' },
    ]);
  });

  it('stops a sensitive act whose record cannot be kept', async () => {
    logFails = true;
    expect(await codeOf('audit.raw', { seq: 4 })).toBe('store/disk-full');
    expect(ran).toEqual([]);
  });

  it('does not count the next page or the opening view as a question', async () => {
    answer = async () => ({ rows: [], next: null });
    await pipeline('audit.search', { filter: { text: 'x' }, after: { recordedMs: 1, seq: 1 } });
    await pipeline('audit.search', { filter: {} });
    expect(log).toEqual([]);
  });

  it('withholds the answer when the record cannot be kept', async () => {
    answer = async () => ({ rows: [], next: null });
    logFails = true;
    expect(await codeOf('audit.search', { filter: { text: 'x' } })).toBe('store/disk-full');
  });
});

it('hides what an unexpected error says', async () => {
  answer = async () => {
    throw new Error('patient Jonas Öberg, key 0xabc');
  };
  expect(await pipeline('session.state', {})).toEqual({
    ok: false,
    error: { code: 'engine/internal', message: 'An internal error occurred.' },
  });
});

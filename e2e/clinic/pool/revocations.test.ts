import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createMemoryState } from '../state.ts';
import { Revocations } from './revocations.ts';
import type { SignIn } from './revocations.ts';

type Step =
  | { readonly kind: 'sign-in'; readonly sub: string }
  | { readonly kind: 'sign-out'; readonly sub: string }
  | { readonly kind: 'revoke'; readonly nth: number }
  | { readonly kind: 'restart' };

const sub = fc.constantFrom('ruth', 'owen');
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('sign-in' as const), sub }),
  fc.record({ kind: fc.constant('sign-out' as const), sub }),
  fc.record({ kind: fc.constant('revoke' as const), nth: fc.nat(20) }),
  fc.record({ kind: fc.constant('restart' as const) }),
);

it('ends exactly the sign-ins that were revoked or came before their user’s sign-out, over restarts too', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const state = createMemoryState();
      let revocations = new Revocations(state);
      const signIns: SignIn[] = [];
      const ended = new Set<string>();
      for (const [index, one] of steps.entries()) {
        const nowMs = 1000 * (index + 1);
        if (one.kind === 'sign-in') {
          const signIn = { originJti: `jti-${index}`, sub: one.sub, startedAtMs: nowMs };
          signIns.push(signIn);
          revocations.remember(signIn);
        } else if (one.kind === 'sign-out') {
          revocations.signOut(one.sub, nowMs);
          for (const signIn of signIns) if (signIn.sub === one.sub) ended.add(signIn.originJti);
        } else if (one.kind === 'revoke') {
          const signIn = signIns[one.nth];
          if (signIn === undefined) continue;
          revocations.revokeFamily(signIn.originJti, nowMs);
          ended.add(signIn.originJti);
        } else {
          revocations = new Revocations(state);
        }
      }
      const judged = signIns
        .filter((signIn) => revocations.isRevoked(signIn))
        .map((signIn) => signIn.originJti);
      expect(new Set(judged)).toEqual(ended);
    }),
  );
});

it('lets a sign-in stand that began in the very millisecond of the sign-out, but after it', () => {
  const revocations = new Revocations(createMemoryState());
  revocations.signOut('ruth', 5000);
  const signIn = { originJti: 'after', sub: 'ruth', startedAtMs: 5000 };
  revocations.remember(signIn);
  expect(revocations.isRevoked(signIn)).toBe(false);
  expect(revocations.isRevoked({ originJti: 'before', sub: 'ruth', startedAtMs: 5000 })).toBe(true);
});

it('remembers when a refresh token was first spent', () => {
  const state = createMemoryState();
  const revocations = new Revocations(state);
  expect(revocations.spentAtMs('a')).toBeUndefined();
  revocations.spend('a', 1000);
  revocations.spend('a', 9000);
  expect(revocations.spentAtMs('a')).toBe(1000);
  expect(new Revocations(state).spentAtMs('a')).toBe(1000);
});

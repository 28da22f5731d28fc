import type { CallName } from '../../../shared/contract/calls.ts';

/** A request that each call accepts. A new call without one fails to compile. */
export const SAMPLE_REQUESTS: Readonly<Record<CallName, unknown>> = {
  'session.state': {},
  'session.signIn': { username: 'dana', password: 'secret' },
  'session.answerCode': { challengeId: 'c', code: '123456' },
  'session.givePreviousPassword': { password: 'secret' },
  'session.setCacheAside': {},
  'session.setAllCachesAside': {},
  'session.unlock': { password: 'secret' },
  'session.confirmPassword': { password: 'secret' },
  'session.lock': {},
  'session.signOut': {},
  'session.touch': {},
  'desk.view': {},
  'audit.source': {},
  'audit.refresh': {},
  'audit.coverage': {},
  'audit.search': { filter: { text: 'insulin' } },
  'audit.count': { filter: {} },
  'audit.suggest': { field: 'agent', text: 'da' },
  'audit.event': { seq: 1 },
  'audit.raw': { seq: 1 },
  'actions.list': {},
};

import type { CallName } from '../../../shared/contract/calls.ts';

const ID = '5f0c3a52-7a1e-4c0e-9f4b-2d1c8a6e7b90';

/** The least that settings must hold. */
const SETTINGS = {
  label: 'Own pool',
  region: 'eu-central-1',
  userPoolId: 'eu-central-1_AbCdEfGhI',
  clientId: '1example23456789',
  fhirBaseUrl: 'https://fhir.example.org/r4',
};

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
  'jobs.list': {},
  'jobs.view': { jobId: ID },
  'jobs.items': { jobId: ID },
  'jobs.pause': { jobId: ID },
  'jobs.resume': { jobId: ID },
  'jobs.cancel': { jobId: ID },
  'imports.choose': { what: 'files' },
  'imports.start': { offerId: ID },
  'exports.choose': {},
  'exports.start': { offerId: ID, selection: { importJobId: ID } },
  'setup.view': {},
  // Asks no server.
  'setup.test': { draft: {}, step: 'roles' },
  'setup.save': { settings: SETTINGS },
  'setup.use': { profileId: 'own-pool' },
  'setup.remove': { profileId: 'own-pool' },
  'setup.chooseFile': {},
};

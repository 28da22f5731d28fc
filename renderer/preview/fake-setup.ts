import '../setup/no-eval.ts';
import type { CallName, RequestOf, ResponseOf } from '../../shared/contract/calls.ts';
import type { SessionState } from '../../shared/domain/session.ts';
import { settingsSchema, type Settings } from '../../shared/domain/settings.ts';
import type { Profile, Setup, TestResult } from '../../shared/domain/setup.ts';
import { AppError } from '../../shared/errors.ts';

type SetupCall = Extract<CallName, `setup.${string}`>;
type SetupHandlers = { readonly [Name in SetupCall]: (request: RequestOf<Name>) => ResponseOf<Name> };

const GROUPS = { compliance: 'medminder-compliance', admin: 'medminder-admin', support: 'medminder-support' };
const NORTH: Settings = {
  label: 'North clinic',
  region: 'eu-central-1',
  userPoolId: 'eu-central-1_Ab1Cd2Ef3',
  clientId: '7abc2example90',
  fhirBaseUrl: 'https://audit.north-clinic.example/fhir',
  groups: GROUPS,
  idleLockMs: 900_000,
  demo: false,
};
const DEMO: Settings = {
  ...NORTH,
  label: 'MedMinder demo clinic',
  userPoolId: 'eu-central-1_Demo12345',
  fhirBaseUrl: 'http://127.0.0.1:4100/fhir',
  cognitoEndpoint: 'http://127.0.0.1:4100/cognito',
  jwksUri: 'http://127.0.0.1:4100/jwks.json',
  demo: true,
  personsUrl: 'http://127.0.0.1:4100/persons',
};

const profile = (id: string, settings: Settings, more: Partial<Profile> = {}): Profile => ({
  id,
  settings,
  managed: false,
  active: false,
  ...more,
});

/** What is set up already, by `?setup=`. */
function firstSetup(options: URLSearchParams): Setup {
  const kind = options.get('setup') ?? 'none';
  const north = profile('north', NORTH, { active: true });
  const none = { profiles: [], demo: DEMO, fixedByCommandLine: false };
  const open = { fixed: {}, mayAddProfiles: true, error: null };
  switch (kind) {
    case 'no-demo':
      return { ...none, demo: null, policy: open };
    case 'one':
      return { ...none, profiles: [north], policy: open };
    case 'many':
      return {
        ...none,
        profiles: [
          north,
          profile(
            'south',
            {
              ...NORTH,
              label: 'South clinic and the outpatient department of the regional hospital',
              userPoolId: 'eu-west-1_Zy9Xw8Vu7',
              region: 'eu-west-1',
            },
            { managed: true },
          ),
          profile('demo', DEMO),
        ],
        policy: open,
      };
    case 'policy':
      return {
        ...none,
        profiles: [north],
        policy: {
          ...open,
          fixed: { region: 'eu-central-1', idleLockMs: 300_000, fhirBaseUrl: NORTH.fhirBaseUrl },
        },
      };
    case 'managed':
      return {
        ...none,
        profiles: [{ ...north, managed: true }],
        policy: { ...open, mayAddProfiles: false },
      };
    case 'policy-error':
      return {
        ...none,
        profiles: [north],
        policy: { ...open, error: { code: 'settings/invalid', message: 'preview' } },
      };
    case 'line':
      return { ...none, profiles: [north], policy: open, fixedByCommandLine: true };
    default:
      return { ...none, policy: open };
  }
}

/** Set-up with made-up findings: what stands in the draft decides, as the README of the preview says. */
export function fakeSetup(options: URLSearchParams, change: (session: SessionState) => void): SetupHandlers {
  let setup = firstSetup(options);
  let made = 0;
  const find = (id: string): Profile => {
    const found = setup.profiles.find((each) => each.id === id);
    if (found === undefined) throw new AppError('settings/not-found', 'preview');
    return found;
  };
  return {
    'setup.view': () => {
      if (options.get('setup') === 'fails') throw new AppError('engine/unavailable', 'preview');
      return setup;
    },
    'setup.test': (request) => fakeTest(request),
    'setup.save': ({ profileId, settings }) => {
      if (settings.label === 'full') throw new AppError('settings/write-failed', 'preview');
      made += 1;
      const before = profileId === undefined ? null : find(profileId);
      const kept = profile(before?.id ?? `made-${made}`, settingsSchema.parse(settings), {
        active: before?.active ?? false,
      });
      const others = setup.profiles.filter(({ id }) => id !== kept.id);
      setup = { ...setup, profiles: [...others, kept] };
      return kept;
    },
    'setup.use': ({ profileId }) => {
      const { settings } = find(profileId);
      setup = {
        ...setup,
        profiles: setup.profiles.map((each) => ({ ...each, active: each.id === profileId })),
      };
      const session: SessionState = {
        kind: 'signed-out',
        desk: { label: settings.label, demo: settings.demo, personsUrl: settings.personsUrl ?? null },
      };
      change(session);
      return session;
    },
    'setup.remove': ({ profileId }) => {
      find(profileId);
      setup = { ...setup, profiles: setup.profiles.filter(({ id }) => id !== profileId) };
      return setup;
    },
    'setup.chooseFile': () => {
      const file = options.get('file');
      if (file === 'closed') return null;
      if (file === 'unreadable') throw new AppError('files/unreadable', 'preview');
      const { userPoolId, ...rest } = NORTH;
      return file === 'faulty'
        ? {
            name: 'medminder-settings.json',
            draft: { ...rest, region: 'Frankfurt', secretKey: 'left out' },
            faults: ['region', 'userPoolId', 'secretKey'],
          }
        : { name: 'medminder-settings.json', draft: { ...rest, userPoolId }, faults: [] };
    },
  };
}

function fakeTest({ draft, step }: RequestOf<'setup.test'>): TestResult {
  const text = (name: string): string => (typeof draft[name] === 'string' ? draft[name] : '');
  const answer = (
    outcome: TestResult['outcome'],
    code: TestResult['code'],
    detail: TestResult['detail'] = {},
  ): TestResult => ({ step, outcome, code, detail, ms: 120 });
  switch (step) {
    case 'region':
      return text('region') === 'xx-nowhere-1'
        ? answer('failed', 'test/region-unknown', { host: 'cognito-idp.xx-nowhere-1.amazonaws.com' })
        : answer('passed', 'test/region-answers');
    case 'pool':
      return text('userPoolId').endsWith('_Wrong')
        ? answer('failed', 'test/pool-not-found', { status: 404 })
        : answer('passed', 'test/pool-found');
    case 'client':
      return text('clientId') === 'wrong'
        ? answer('failed', 'test/client-not-found')
        : answer('passed', 'test/client-found');
    case 'identity-pool':
      return text('identityPoolId') === ''
        ? answer('skipped', 'test/not-set')
        : answer('passed', 'test/identity-pool-found');
    case 'roles':
      return answer('skipped', 'test/roles-distinct');
    case 'audit-server':
      return text('fhirBaseUrl').includes('old')
        ? answer('failed', 'test/fhir-other-version', { fhirVersion: '3.0.2', software: 'HAPI FHIR Server' })
        : answer('warning', 'test/search-limited', { missing: '_total, _lastUpdated' });
    case 'audit-search':
      return answer('passed', 'test/search-guarded');
  }
}

import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startClinic, type Clinic } from '../../../../e2e/clinic/clinic.ts';
import { UNFIT_CLIENTS } from '../../../../e2e/clinic/pool/unfit-clients.ts';
import { staffOnly } from '../../../../e2e/clinic/testing.ts';
import { TEST_STEPS, testResultSchema, type TestStep } from '../../../../shared/domain/setup.ts';
import { SELF_SIGNED } from '../../cognito/testing/self-signed.ts';
import type { Draft } from './finding.ts';
import { runTest, type RunTestOptions } from './run-test.ts';

const POOL = 'eu-central-1_AbCdEfGhI';

/** What was found, as `outcome code`; also proves that the answer fits the contract. */
async function found(draft: Draft, step: TestStep, options?: RunTestOptions): Promise<string> {
  const { outcome, code } = testResultSchema.parse(await runTest(draft, step, options));
  return `${outcome} ${code}`;
}

describe('on the demo clinic', () => {
  let clinic: Clinic;
  let draft: Draft;
  beforeAll(async () => {
    clinic = await startClinic({ port: 0, seed: 'connection-test', build: staffOnly, liveEveryMs: 0 });
    const { urls } = clinic;
    draft = {
      region: urls.region,
      userPoolId: urls.userPoolId,
      clientId: urls.clientId,
      identityPoolId: urls.identityPoolId,
      cognitoEndpoint: urls.cognito,
      jwksUri: urls.jwksUri,
      fhirBaseUrl: urls.fhir,
    };
  });
  afterAll(async () => {
    await clinic.close();
  });

  it.each([
    ['region', 'passed test/region-answers'],
    ['pool', 'passed test/pool-found'],
    ['client', 'passed test/client-found'],
    ['identity-pool', 'passed test/identity-pool-found'],
    ['roles', 'skipped test/roles-distinct'],
    ['audit-server', 'passed test/audit-server-found'],
    ['audit-search', 'passed test/search-guarded'],
  ] as const)('%s: %s', async (step, expected) => {
    expect(await found(draft, step)).toBe(expected);
  });

  it.each<[string, TestStep, () => Draft, string]>([
    [
      'a pool that is not there',
      'pool',
      () => ({ userPoolId: 'eu-central-1_Nobody', jwksUri: otherPool() }),
      'failed test/pool-not-found',
    ],
    [
      'a pool of another region',
      'pool',
      () => ({ userPoolId: 'us-east-1_DemoMedMd' }),
      'failed test/pool-other-region',
    ],
    ['an unknown client', 'client', () => ({ clientId: '1nobodysclient' }), 'failed test/client-not-found'],
    [
      'a client with a secret',
      'client',
      () => ({ clientId: UNFIT_CLIENTS.withSecret }),
      'failed test/client-has-secret',
    ],
    [
      'a client without SRP',
      'client',
      () => ({ clientId: UNFIT_CLIENTS.withoutSrp }),
      'failed test/client-without-srp',
    ],
    [
      'a client that tells who has an account',
      'client',
      () => ({ clientId: UNFIT_CLIENTS.revealingNames }),
      'warning test/client-reveals-names',
    ],
    ['no identity pool', 'identity-pool', () => ({ identityPoolId: undefined }), 'skipped test/not-set'],
    [
      'an unknown identity pool',
      'identity-pool',
      () => ({ identityPoolId: 'eu-central-1:00000000-0000-0000-0000-000000000000' }),
      'failed test/identity-pool-not-found',
    ],
    [
      'an identity pool in another form',
      'identity-pool',
      () => ({ identityPoolId: 'the pool' }),
      'failed test/fields-missing',
    ],
    [
      'an audit server’s other path',
      'audit-server',
      () => ({ fhirBaseUrl: `${clinic.urls.cognito}/r4` }),
      'failed test/not-fhir',
    ],
  ])('%s', async (_what, step, changes, expected) => {
    expect(await found({ ...draft, ...changes() }, step)).toBe(expected);
  });

  it('finds a wrong clock, either way', async () => {
    for (const minutes of [-6, 6]) {
      const now = () => clinic.clock.now() + minutes * 60_000;
      expect(await runTest(draft, 'region', { tools: { now } })).toMatchObject({
        code: 'test/clock-differs',
        detail: { minutes },
      });
    }
    const now = () => clinic.clock.now() + 4 * 60_000;
    expect(await found(draft, 'region', { tools: { now } })).toBe('passed test/region-answers');
  });

  it('names the server that misses the search for what is new', async () => {
    clinic.fhir.setQuirks({ noLastUpdatedSearch: true });
    expect(await runTest(draft, 'audit-search')).toMatchObject({
      outcome: 'warning',
      code: 'test/search-limited',
      detail: { missing: '_lastUpdated' },
    });
    clinic.fhir.setQuirks({ noLastUpdatedSearch: false });
  });

  function otherPool(): string {
    return `${clinic.urls.cognito}/eu-central-1_Nobody/.well-known/jwks.json`;
  }
});

describe('on what is wrong with a network or a server', () => {
  let server: Server | null = null;
  afterEach(async () => {
    const closing = server;
    server = null;
    if (closing === null) return;
    closing.closeAllConnections();
    await new Promise((resolve) => closing.close(resolve));
  });

  async function serve(listener: RequestListener, tls = false): Promise<string> {
    server = tls ? createTlsServer({ ...SELF_SIGNED }, listener) : createServer(listener);
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    return `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** Everything at one address. */
  function draftAt(base: string): Draft {
    return {
      region: 'eu-central-1',
      userPoolId: POOL,
      clientId: '1example23456789',
      identityPoolId: 'eu-central-1:00000000-0000-0000-0000-000000000000',
      cognitoEndpoint: base,
      jwksUri: `${base}/jwks.json`,
      fhirBaseUrl: `${base}/r4`,
    };
  }

  const ASKING = TEST_STEPS.filter((step) => step !== 'roles');
  const limitMs = 1_500;

  const html: RequestListener = (_request, response) => {
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end('<!doctype html><title>Guest network</title>');
  };
  const WORLDWIDE: readonly (readonly [
    string,
    RequestListener,
    string,
    Partial<Record<TestStep, string>>,
  ])[] = [
    [
      'a page of a proxy',
      html,
      'test/unexpected-answer',
      { 'audit-server': 'test/not-fhir', 'audit-search': 'test/not-fhir' },
    ],
    [
      'nothing at this path',
      (_request, response) => response.writeHead(404).end('no'),
      'test/unexpected-answer',
      { pool: 'test/pool-not-found', 'audit-server': 'test/not-fhir', 'audit-search': 'test/not-fhir' },
    ],
    [
      'a gateway without a server behind',
      (_request, response) => response.writeHead(502).end('bad gateway'),
      'test/unexpected-answer',
      {},
    ],
    [
      'a redirect elsewhere',
      (_request, response) =>
        response.writeHead(302, { location: 'http://127.0.0.1:9/login?ticket=geheim' }).end(),
      'test/redirected',
      {},
    ],
    ['too many requests', (_request, response) => response.writeHead(429).end(), 'test/throttled', {}],
    ['silence', () => undefined, 'test/timed-out', {}],
    ['a broken connection', (request) => request.socket.destroy(), 'test/unreachable', {}],
    [
      'half an answer',
      (request, response) => {
        response.writeHead(200, { 'content-length': '1000' }).write('{');
        setTimeout(() => request.socket.destroy(), 20);
      },
      'test/unreachable',
      { client: 'test/unexpected-answer' },
    ],
  ];
  describe.each(WORLDWIDE)('%s', (_what, listener, code, instead) => {
    it.each(ASKING)('%s', async (step) => {
      const draft = draftAt(await serve(listener));
      const result = await runTest(draft, step, { limitMs });
      expect([result.outcome, result.code]).toEqual(['failed', instead[step] ?? code]);
      expect(JSON.stringify(result)).not.toContain('geheim');
    });
  });

  it.each(ASKING)('a certificate that nobody vouches for: %s', async (step) => {
    const base = await serve(html, true);
    expect(await found(draftAt(base), step)).toBe('failed test/certificate');
  });

  it.each(ASKING)('a closed port: %s', async (step) => {
    expect(await found(draftAt('http://127.0.0.1:9'), step)).toBe('failed test/unreachable');
  });

  it.each(ASKING)('a name without an address: %s', async (step) => {
    const result = await found(draftAt('https://nowhere.invalid'), step);
    expect(result).toBe('failed test/name-not-found');
  });

  it('tells a region that does not exist from a network without names', async () => {
    const draft = { region: 'xx-nowhere-9' };
    const dns = (answers: boolean) => ({ tools: { resolves: async () => Promise.resolve(answers) } });
    expect(await found(draft, 'region', dns(true))).toBe('failed test/region-unknown');
    expect(await found(draft, 'region', dns(false))).toBe('failed test/name-not-found');
  });

  it('follows a redirect within the origin, but not for ever', async () => {
    const base = await serve((request, response) => {
      if (request.url === '/r4/metadata') response.writeHead(307, { location: '/other/metadata' }).end();
      else response.setHeader('content-type', 'application/fhir+json').end(JSON.stringify(STATEMENT));
    });
    expect(await found(draftAt(base), 'audit-server')).toBe('passed test/audit-server-found');
    server?.removeAllListeners('request').on('request', (request, response) => {
      response.writeHead(307, { location: request.url }).end();
    });
    expect(await found(draftAt(base), 'audit-server')).toBe('failed test/redirected');
  });

  const STATEMENT = {
    resourceType: 'CapabilityStatement',
    fhirVersion: '4.0.1',
    software: { name: 'A server' },
    rest: [
      {
        resource: [
          {
            type: 'AuditEvent',
            interaction: [{ code: 'read' }, { code: 'search-type' }],
            searchParam: [{ name: 'date' }],
          },
        ],
        searchParam: [{ name: '_lastUpdated' }],
      },
    ],
  };
  const BUNDLE = { resourceType: 'Bundle', type: 'searchset' };

  it.each<[string, object, [number, object], string, string]>([
    ['R4', STATEMENT, [401, {}], 'passed test/audit-server-found', 'passed test/search-guarded'],
    [
      'R4B',
      { ...STATEMENT, fhirVersion: '4.3.0' },
      [403, {}],
      'passed test/audit-server-found',
      'passed test/search-guarded',
    ],
    [
      'R5',
      { ...STATEMENT, fhirVersion: '5.0.0' },
      [401, {}],
      'failed test/fhir-other-version',
      'passed test/search-guarded',
    ],
    [
      'STU3',
      { ...STATEMENT, fhirVersion: '3.0.2' },
      [401, {}],
      'failed test/fhir-other-version',
      'passed test/search-guarded',
    ],
    [
      'no version',
      { ...STATEMENT, fhirVersion: 4 },
      [401, {}],
      'failed test/fhir-other-version',
      'passed test/search-guarded',
    ],
    [
      'no audit events',
      { ...STATEMENT, rest: [{ resource: [{ type: 'Patient' }] }] },
      [401, {}],
      'failed test/no-audit-events',
      'passed test/search-guarded',
    ],
    [
      'little to search by',
      { ...STATEMENT, rest: [{ resource: [{ type: 'AuditEvent' }] }] },
      [401, {}],
      'passed test/audit-server-found',
      'warning test/search-limited',
    ],
    [
      'open to anybody',
      STATEMENT,
      [200, BUNDLE],
      'passed test/audit-server-found',
      'warning test/search-open',
    ],
    [
      'a search that fails',
      STATEMENT,
      [500, {}],
      'passed test/audit-server-found',
      'failed test/search-fails',
    ],
    [
      'another resource',
      { resourceType: 'OperationOutcome' },
      [401, {}],
      'failed test/not-fhir',
      'failed test/not-fhir',
    ],
    ['JSON that is not FHIR', { hello: 'world' }, [401, {}], 'failed test/not-fhir', 'failed test/not-fhir'],
  ])('an audit server: %s', async (_what, statement, [status, body], onServer, onSearch) => {
    const base = await serve((request, response) => {
      const isStatement = request.url === '/r4/metadata';
      response.writeHead(isStatement ? 200 : status, { 'content-type': 'application/fhir+json' });
      response.end(JSON.stringify(isStatement ? statement : body));
    });
    expect(await found(draftAt(`${base}/`.slice(0, -1)), 'audit-server')).toBe(onServer);
    expect(await found(draftAt(base), 'audit-search')).toBe(onSearch);
  });

  it('takes a server that states nothing without a sign-in for what it may be, and says so', async () => {
    const draft = draftAt(await serve((_request, response) => response.writeHead(401).end()));
    expect(await found(draft, 'audit-server')).toBe('warning test/capabilities-guarded');
    expect(await found(draft, 'audit-search')).toBe('passed test/search-guarded');
  });

  const KEY = { kty: 'RSA', alg: 'RS256', kid: 'a', n: 'AQAB', e: 'AQAB' };
  it.each<[string, number, unknown, string]>([
    ['a key', 200, { keys: [KEY] }, 'passed test/pool-found'],
    ['no keys', 200, { keys: [] }, 'failed test/pool-keys-unusable'],
    [
      'keys of another kind',
      200,
      { keys: [{ ...KEY, kty: 'EC' }, { ...KEY, alg: 'HS256' }, 7] },
      'failed test/pool-keys-unusable',
    ],
    ['something else', 200, { message: 'hello' }, 'failed test/pool-keys-unusable'],
    [
      'a refusal as Cognito words it',
      400,
      { message: `User pool ${POOL} does not exist.` },
      'failed test/pool-not-found',
    ],
  ])('a pool: %s', async (_what, status, body, expected) => {
    const base = await serve((_request, response) => response.writeHead(status).end(JSON.stringify(body)));
    expect(await found(draftAt(base), 'pool')).toBe(expected);
  });

  it.each<[string, object, string]>([
    [
      'wrong credentials',
      refusal('NotAuthorizedException', 'Incorrect username or password.'),
      'passed test/client-found',
    ],
    [
      'older words for a secret',
      refusal('NotAuthorizedException', 'Unable to verify secret hash for client x'),
      'failed test/client-has-secret',
    ],
    [
      'a trigger that refuses',
      refusal('UserLambdaValidationException', 'PreSignUp failed'),
      'passed test/client-found',
    ],
    ['throttling', refusal('TooManyRequestsException', 'Rate exceeded'), 'failed test/throttled'],
    [
      'a firewall rule',
      refusal('ForbiddenException', 'Request not allowed due to WAF block.'),
      'failed test/unexpected-answer',
    ],
    [
      'another fault in the request',
      refusal('InvalidParameterException', 'Something'),
      'failed test/unexpected-answer',
    ],
  ])('a client: %s', async (_what, body, expected) => {
    const base = await serve((_request, response) => {
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
    });
    expect(await found(draftAt(base), 'client')).toBe(expected);
  });

  it.each<[string, number, object, string]>([
    ['one that lets guests in', 200, { IdentityId: 'eu-central-1:0' }, 'warning test/identity-pool-open'],
    [
      'a longer name of the exception',
      400,
      refusal('com.amazonaws.cognito.identity#ResourceNotFoundException', ''),
      'failed test/identity-pool-not-found',
    ],
    ['throttling', 400, refusal('TooManyRequestsException', ''), 'failed test/throttled'],
    [
      'a fault of its own',
      400,
      refusal('InvalidIdentityPoolConfigurationException', ''),
      'failed test/unexpected-answer',
    ],
  ])('an identity pool: %s', async (_what, status, body, expected) => {
    const base = await serve((_request, response) => response.writeHead(status).end(JSON.stringify(body)));
    expect(await found(draftAt(base), 'identity-pool')).toBe(expected);
  });

  function refusal(type: string, message: string): object {
    return { __type: type, message };
  }
});

describe('on a form half filled in', () => {
  it.each<[TestStep, Draft, string]>([
    ['region', {}, 'region'],
    ['region', { region: 'Frankfurt' }, 'region'],
    ['region', { region: 'eu-central-1', cognitoEndpoint: 'http://cognito.example' }, 'cognitoEndpoint'],
    ['pool', { region: 'eu-central-1' }, 'userPoolId'],
    ['client', { region: 'eu-central-1', userPoolId: POOL }, 'clientId'],
    ['identity-pool', { identityPoolId: 'eu-central-1:0' }, 'region'],
    ['roles', { groups: { compliance: 'a', admin: '', support: 'c' } }, 'groups.admin'],
    ['roles', { groups: { compliance: 'a b', admin: 'b', support: 'c' } }, 'groups.compliance'],
    ['audit-server', {}, 'fhirBaseUrl'],
    ['audit-search', { fhirBaseUrl: 'http://fhir.example' }, 'fhirBaseUrl'],
  ])('%s with %j names %s', async (step, draft, fields) => {
    expect(await runTest(draft, step)).toMatchObject({
      outcome: 'failed',
      code: 'test/fields-missing',
      detail: { fields },
    });
  });

  it('warns of one group for two roles', async () => {
    const groups = { compliance: 'all', admin: 'all', support: 'help' };
    expect(await runTest({ groups }, 'roles')).toMatchObject({
      outcome: 'warning',
      code: 'test/roles-share-group',
      detail: { group: 'all' },
    });
  });
});

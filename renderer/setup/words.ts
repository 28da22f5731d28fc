import type { TestCode, TestResult, TestStep } from '../../shared/domain/setup.ts';
import { fieldLabel } from './fields.ts';

/** What a person reads about a finding: what it is, where it comes from, what can be done. Null where all is well. */
export interface TestWords {
  readonly title: string;
  readonly cause: string;
  readonly remedy: string | null;
}

export const STEP_NAMES: Readonly<Record<TestStep, string>> = {
  region: 'Region',
  pool: 'User pool',
  client: 'App client',
  'identity-pool': 'Identity pool',
  roles: 'Groups and roles',
  'audit-server': 'Audit server',
  'audit-search': 'Search of audit events',
};

const ASK_NETWORK = 'Ask the people who run your network, and give them the address of this step.';
const ASK_SERVER = 'Tell the people who run the audit server.';

/** Words for all that a test can find. Complete by type: a new code does not compile without words. */
export const TEST_WORDS: Readonly<Record<TestCode, TestWords>> = {
  'test/fields-missing': {
    title: 'Something is not filled in yet',
    cause: 'This step needs a value that is empty or not in its form.',
    remedy: 'Go back and fill it in.',
  },
  'test/earlier-step': {
    title: 'It waits for an earlier step',
    cause: 'That one did not find what this one needs.',
    remedy: 'Mend that step first. This one is tested with it.',
  },
  'test/not-set': {
    title: 'This is optional',
    cause: 'It was left empty.',
    remedy: null,
  },
  'test/name-not-found': {
    title: 'The name of the server is not known',
    cause: 'No address was found for it: it is misspelt, or this network does not know it.',
    remedy: `Check the spelling first. If it is right, a VPN may have to be connected. ${ASK_NETWORK}`,
  },
  'test/unreachable': {
    title: 'The server cannot be reached',
    cause: 'Its name is known, and the connection was refused or broken off.',
    remedy: `Check that this computer is online and that a firewall lets it through. ${ASK_NETWORK}`,
  },
  'test/timed-out': {
    title: 'The server did not answer in time',
    cause:
      'A firewall that drops requests in silence looks like this, and so does a server that is overloaded.',
    remedy: `Test this step again. If it stays so, ask for the way to be opened. ${ASK_NETWORK}`,
  },
  'test/certificate': {
    title: 'The server’s certificate is not trusted',
    cause:
      'It was issued by an authority that this computer does not know, is for another name, or has expired. An inspection proxy in between looks the same.',
    remedy:
      'Do not go on before it is clear which. An authority of your organisation is made known by NODE_EXTRA_CA_CERTS, or with the system’s own by NODE_USE_SYSTEM_CA=1.',
  },
  'test/redirected': {
    title: 'The server points to another address',
    cause: 'The console does not follow it, for a sign-in would go along.',
    remedy: 'Enter the address at which the server really is, often with https:// or a path at its end.',
  },
  'test/throttled': {
    title: 'The server asks for a pause',
    cause: 'It has had more requests than it allows.',
    remedy: 'Wait a minute, then test this step again.',
  },
  'test/unexpected-answer': {
    title: 'The answer is not one that was expected',
    cause: 'Something answers at this address, but not as the service that is looked for.',
    remedy: 'Check the address. A sign-in page of the network or a proxy may be answering instead.',
  },

  'test/region-answers': {
    title: 'Amazon Cognito answers in this region',
    cause: 'Its address was reached and its certificate is trusted.',
    remedy: null,
  },
  'test/clock-differs': {
    title: 'This computer’s clock is wrong',
    cause: 'It differs from the clock of Amazon Cognito by more than five minutes, and a sign-in then fails.',
    remedy: 'Set the clock of this computer, best by a time server, then test this step again.',
  },
  'test/region-unknown': {
    title: 'There is no such region',
    cause: 'Amazon Cognito has no address under this name.',
    remedy: 'Take the region from the user pool ID: it is what stands before the underscore.',
  },

  'test/pool-found': {
    title: 'The user pool is there',
    cause: 'Its signing keys were read.',
    remedy: null,
  },
  'test/pool-not-found': {
    title: 'There is no such user pool',
    cause: 'The region answers, and knows no pool with this ID.',
    remedy:
      'Copy the user pool ID again: Amazon Cognito, User pools, your pool, Overview. Capital and small letters matter.',
  },
  'test/pool-other-region': {
    title: 'The pool belongs to another region',
    cause: 'The user pool ID begins with the region of the pool, and that is not the region entered here.',
    remedy: 'Enter the region that stands before the underscore of the user pool ID.',
  },
  'test/pool-keys-unusable': {
    title: 'The pool’s signing keys cannot be used',
    cause: 'Without them the console cannot tell whether a sign-in is genuine.',
    remedy: 'Check the private address of the signing keys under Advanced, or leave it empty.',
  },

  'test/client-found': {
    title: 'The app client is there and allows this sign-in',
    cause:
      'It asks for a password proof (SRP) and needs no secret. Whether it belongs to this pool shows at the first sign-in.',
    remedy: null,
  },
  'test/client-not-found': {
    title: 'There is no such app client',
    cause: 'Amazon Cognito knows no client with this ID in this region.',
    remedy: 'Copy the client ID again: Amazon Cognito, your pool, App clients.',
  },
  'test/client-has-secret': {
    title: 'The app client has a secret',
    cause: 'A program on a desk cannot keep a secret, so this console never uses one.',
    remedy: 'Create an app client of the public kind, without a secret, and enter its ID.',
  },
  'test/client-without-srp': {
    title: 'The app client does not allow this way of signing in',
    cause: 'The console proves passwords by SRP, so that they never leave the computer.',
    remedy: 'In the app client’s authentication flows, allow ALLOW_USER_SRP_AUTH.',
  },
  'test/client-reveals-names': {
    title: 'The app client tells who has an account',
    cause:
      'It answers an unknown user name otherwise than a known one, so that names can be found by trying.',
    remedy: 'In the app client, turn on “Prevent user existence errors”. The console works without it.',
  },

  'test/identity-pool-found': {
    title: 'The identity pool is there',
    cause: 'It asks for a sign-in, as it should.',
    remedy: null,
  },
  'test/identity-pool-not-found': {
    title: 'There is no such identity pool',
    cause: 'The region answers, and knows no identity pool with this ID.',
    remedy: 'Copy the ID again: Amazon Cognito, Identity pools. Or leave the field empty if you need none.',
  },
  'test/identity-pool-open': {
    title: 'The identity pool lets in people who have not signed in',
    cause: 'It gives AWS permissions to guests.',
    remedy: 'Turn guest access off in the identity pool. The console works either way.',
  },

  'test/roles-distinct': {
    title: 'Each role has a group of its own',
    cause: 'Whether the pool has these groups shows when the first person signs in.',
    remedy: null,
  },
  'test/roles-share-group': {
    title: 'Two roles have the same group',
    cause: 'Whoever is in it has both roles, and may do what either may.',
    remedy: 'If that is not meant, give each role a group of its own.',
  },

  'test/audit-server-found': {
    title: 'The audit server speaks FHIR R4 and keeps audit events',
    cause: 'Its statement of capabilities was read.',
    remedy: null,
  },
  'test/capabilities-guarded': {
    title: 'The audit server says what it can do only after a sign-in',
    cause: 'Something is there and asks for a proof, so that nothing more can be tested now.',
    remedy: 'Go on. The first sign-in shows whether it fits.',
  },
  'test/not-fhir': {
    title: 'This is no FHIR server',
    cause: 'What answers is something else, for instance a web page.',
    remedy: 'Check the address. It is the one below which /metadata and /AuditEvent are found.',
  },
  'test/fhir-other-version': {
    title: 'The audit server speaks another version of FHIR',
    cause: 'The console reads audit events of version R4 (4.0.1).',
    remedy: 'Many servers offer several versions under different addresses. Ask for the one of R4.',
  },
  'test/no-audit-events': {
    title: 'This server keeps no audit events',
    cause: 'Its statement of capabilities does not name AuditEvent.',
    remedy: 'The audit trail is often a server of its own. Ask for its address.',
  },
  'test/search-limited': {
    title: 'The audit server searches with less than the console would like',
    cause: 'It does not state all parameters by which the trail is followed.',
    remedy: 'Go on. The console works around it and may fetch more than it needs.',
  },

  'test/search-guarded': {
    title: 'Audit events are shown only after a sign-in',
    cause: 'The server asked for a proof, as it should.',
    remedy: null,
  },
  'test/search-open': {
    title: 'The server shows audit events to anybody',
    cause: 'It answered a search without a sign-in. Whoever reaches this address can read the trail.',
    remedy: `${ASK_SERVER} The console works, but the trail is not protected there.`,
  },
  'test/search-fails': {
    title: 'The server refuses the search for audit events',
    cause: 'It answered with an error of its own instead of asking for a sign-in.',
    remedy: ASK_SERVER,
  },
};

export function testWords(result: Pick<TestResult, 'code'>): TestWords {
  return TEST_WORDS[result.code];
}

const DETAIL_NAMES: Readonly<Record<string, string>> = {
  fields: 'Fields',
  status: 'HTTP status',
  fhirVersion: 'FHIR version',
  software: 'Software',
  missing: 'Not offered',
  host: 'Host',
  region: 'Region',
  group: 'Group',
  minutes: 'Difference in minutes',
};

/** The facts of a finding by name, in words; values may come from a server and are shown as foreign text. */
export function detailsOf(
  detail: TestResult['detail'],
): readonly { readonly name: string; readonly value: string }[] {
  return Object.entries(detail).map(([key, value]) => ({
    name: DETAIL_NAMES[key] ?? key,
    value: key === 'fields' ? fieldsOf(String(value)) : String(value),
  }));
}

function fieldsOf(list: string): string {
  return list
    .split(/,\s*/)
    .map((path) => fieldLabel(path))
    .join(', ');
}

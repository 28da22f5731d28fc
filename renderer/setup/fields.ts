/** Where a field stands in the form. */
export type Section = 'pool' | 'roles' | 'server' | 'desk' | 'advanced';

export interface Field {
  readonly label: string;
  readonly section: Section;
  readonly optional: boolean;
  /** Where to find the value. */
  readonly help: string;
  /** What form it has, said when it does not. */
  readonly form: string;
}

/** Every value that a person gives, by its path in the settings. Times are in minutes here. */
export const FIELDS = {
  userPoolId: {
    label: 'User pool ID',
    section: 'pool',
    optional: false,
    help: 'AWS console: Amazon Cognito, User pools, your pool, Overview; such as eu-central-1_Ab1Cd2Ef3. The pool’s ARN or issuer address may be pasted here too.',
    form: 'A user pool ID looks like eu-central-1_Ab1Cd2Ef3.',
  },
  region: {
    label: 'Region',
    section: 'pool',
    optional: false,
    help: 'The AWS Region in which the pool lives: what stands before the underscore of the user pool ID, such as eu-central-1.',
    form: 'A region looks like eu-central-1 or us-east-2.',
  },
  clientId: {
    label: 'App client ID',
    section: 'pool',
    optional: false,
    help: 'Amazon Cognito, your pool, App clients. Choose a public client, one without a secret, that allows ALLOW_USER_SRP_AUTH.',
    form: 'An app client ID has letters and digits only, such as 7abc2example90.',
  },
  identityPoolId: {
    label: 'Identity pool ID',
    section: 'pool',
    optional: true,
    help: 'Amazon Cognito, Identity pools. Only where your clinic gives AWS permissions to the people in the pool.',
    form: 'An identity pool ID has 55 characters at most.',
  },
  'groups.compliance': {
    label: 'Compliance officers',
    section: 'roles',
    optional: false,
    help: 'They may read the whole trail.',
    form: 'The name of a group, exactly as in the pool.',
  },
  'groups.admin': {
    label: 'Clinic administrators',
    section: 'roles',
    optional: false,
    help: 'They see the trail of their own clinic.',
    form: 'The name of a group, exactly as in the pool.',
  },
  'groups.support': {
    label: 'Support',
    section: 'roles',
    optional: false,
    help: 'They see their own actions only.',
    form: 'The name of a group, exactly as in the pool.',
  },
  fhirBaseUrl: {
    label: 'FHIR base address',
    section: 'server',
    optional: false,
    help: 'From the people who run your audit server: the address below which /metadata and /AuditEvent are found.',
    form: 'An address that begins with https://. Plain http is for this computer itself only.',
  },
  idleLockMs: {
    label: 'Idle lock, in minutes',
    section: 'desk',
    optional: true,
    help: 'The desk locks after so many minutes in which nobody touched it. From 1 to 15; without it 15.',
    form: 'A number of minutes from 1 to 15.',
  },
  cognitoEndpoint: {
    label: 'Private address of Amazon Cognito',
    section: 'advanced',
    optional: true,
    help: 'Only where your network reaches Cognito by an endpoint of its own. Without it the public address of the region is used.',
    form: 'An address that begins with https://. Plain http is for this computer itself only.',
  },
  jwksUri: {
    label: 'Private address of the pool’s signing keys',
    section: 'advanced',
    optional: true,
    help: 'Only together with a private address of Cognito: where its jwks.json is found.',
    form: 'An address that begins with https://. Plain http is for this computer itself only.',
  },
  label: {
    label: 'Name',
    section: 'desk',
    optional: false,
    help: 'What this computer calls these connections. People see it before they sign in.',
    form: 'A name of 1 to 80 characters.',
  },
} as const satisfies Record<string, Field>;

export type FieldName = keyof typeof FIELDS;
export const FIELD_NAMES = Object.keys(FIELDS) as readonly FieldName[];

export function isFieldName(name: string): name is FieldName {
  return Object.hasOwn(FIELDS, name);
}

/** What to call a field of the settings; one that this console does not know keeps its own name. */
export function fieldLabel(path: string): string {
  if (path === 'groups') return 'Groups';
  return isFieldName(path) ? FIELDS[path].label : path;
}

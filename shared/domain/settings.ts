import { z } from 'zod';

const endpoint = z
  .url({ protocol: /^https?$/ })
  .refine((url) => isSecureOrLoopback(url), { message: 'https only, except on loopback' });

/**
 * What connects a console to a pool and an audit server. Holds no secret: it may be prepared by an IT department and
 * kept in a file. `cognitoEndpoint` and `jwksUri` are for private endpoints and the demo clinic; without them the public
 * AWS addresses of the region are used.
 */
export const settingsSchema = z.strictObject({
  label: z.string().min(1).max(80),
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/),
  userPoolId: z
    .string()
    .regex(/^[\w-]+_[0-9A-Za-z]+$/)
    .max(55),
  clientId: z
    .string()
    .regex(/^[\w+]+$/)
    .max(128),
  identityPoolId: z.string().max(55).optional(),
  cognitoEndpoint: endpoint.optional(),
  jwksUri: endpoint.optional(),
  fhirBaseUrl: endpoint,
  groups: z
    .strictObject({ compliance: z.string().min(1), admin: z.string().min(1), support: z.string().min(1) })
    .default({ compliance: 'medminder-compliance', admin: 'medminder-admin', support: 'medminder-support' }),
  idleLockMs: z.number().int().min(60_000).max(900_000).default(900_000),
  demo: z.boolean().default(false),
  // SECURITY: shown at the door as the place of names and passwords, so no prepared file may name another computer.
  personsUrl: endpoint
    .refine((url) => isLoopback(url), { message: 'a demo clinic runs beside the console' })
    .optional(),
});

export type Settings = z.infer<typeof settingsSchema>;

const ADDRESS = /^(https?):\/\/(\[[0-9a-f:.]*\]|[^\s/?#:@\\]+)(?::\d+)?(?:[/?#][^\s\\]*)?$/i;
const LOOPBACK = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/;

/**
 * True for https anywhere and http on loopback only (docs/threat-model.md, transport). Refuses what URL parsers read in
 * another way than people do: a user name before the host, a backslash (a slash to a URL parser), spaces and control
 * characters (dropped by it).
 */
export function isSecureOrLoopback(url: string): boolean {
  return ADDRESS.exec(url)?.[1]?.toLowerCase() === 'https' || isLoopback(url);
}

/** True for an address of this computer, by the same narrow reading. */
function isLoopback(url: string): boolean {
  return LOOPBACK.test(ADDRESS.exec(url)?.[2]?.toLowerCase() ?? '');
}

import { isAppError } from '../../../../shared/errors.ts';
import { objectsAt, textAt, type JsonObject } from '../mapping/json.ts';
import { parseFhir, readBundle, type BundlePage } from './bundle.ts';
import type { FhirClient } from './fhir-client.ts';

/** By what the server's events are followed: when they reached it, else when they were recorded. */
export type Axis = '_lastUpdated' | 'date';

export interface ServerAbility {
  readonly axis: Axis;
  readonly sorts: boolean;
  /** The server's own time, and the newest moment it named; null where it names none. */
  readonly serverMs: number | null;
  readonly newestMs: number | null;
  /** How many events it says it has; an estimate, for servers may count as they like. */
  readonly expected: number | null;
  /** What it cannot do, in words. */
  readonly notes: readonly string[];
}

/** No event is that new: a server that honours the filter answers with none. */
const FAR_FUTURE = '2999-01-01T00:00:00Z';

/**
 * What the audit server can do, from its CapabilityStatement and from two small questions: what a statement claims and
 * what a server does are two things. Errors as those of {@link FhirClient}.
 */
export async function askAbility(client: FhirClient, signal: AbortSignal): Promise<ServerAbility> {
  const notes: string[] = [];
  const claims = await readClaims(client, signal, notes);
  const newer = await ask(client, `AuditEvent?_lastUpdated=gt${FAR_FUTURE}&_count=1`, signal);
  const honours = newer !== null && newer.page.events.length === 0;
  const axis: Axis = honours && claims.lastUpdated !== false ? '_lastUpdated' : 'date';
  if (axis === 'date') {
    notes.push(
      'The server cannot say what is new (no _lastUpdated search): events that reach it more than a day after they were recorded may be missed.',
    );
  }
  const sorted = await ask(client, `AuditEvent?_sort=-${axis}&_count=1`, signal);
  if (sorted === null) notes.push('The server does not sort: history may arrive out of order.');
  const counted = await ask(client, 'AuditEvent?_summary=count', signal);
  const newest = sorted?.page.events[0];
  return {
    axis,
    sorts: sorted !== null,
    serverMs: sorted?.serverMs ?? newer?.serverMs ?? null,
    newestMs: (axis === 'date' ? newest?.recordedMs : newest?.lastUpdatedMs) ?? null,
    expected: counted?.page.total ?? null,
    notes,
  };
}

interface Claims {
  /** Null: the statement does not say. */
  readonly lastUpdated: boolean | null;
}

async function readClaims(client: FhirClient, signal: AbortSignal, notes: string[]): Promise<Claims> {
  const statement = await readStatement(client, signal);
  if (statement === null) {
    notes.push('The server has no CapabilityStatement.');
    return { lastUpdated: null };
  }
  const stated = statedOf(statement);
  if (stated === null) {
    notes.push('The server does not list AuditEvent among its records.');
    return { lastUpdated: null };
  }
  // Many statements leave out what every record has, so a missing name is no "no": the question below decides.
  return { lastUpdated: stated.parameters.has('_lastUpdated') ? true : null };
}

/** What a CapabilityStatement says of AuditEvent. */
export interface StatedAbility {
  /** Codes such as `read` and `search-type`. */
  readonly interactions: ReadonlySet<string>;
  /** Names of search parameters, those for every record among them. */
  readonly parameters: ReadonlySet<string>;
}

/** Null where AuditEvent is not among the server's records (R4 CapabilityStatement.rest.resource). */
export function statedOf(statement: JsonObject): StatedAbility | null {
  const rest = objectsAt(statement, 'rest');
  const resource = rest
    .flatMap((one) => objectsAt(one, 'resource'))
    .find((one) => one['type'] === 'AuditEvent');
  if (resource === undefined) return null;
  const codes = objectsAt(resource, 'interaction').map((one) => textAt(one, 'code'));
  const params = [
    ...objectsAt(resource, 'searchParam'),
    ...rest.flatMap((one) => objectsAt(one, 'searchParam')),
  ].map((param) => textAt(param, 'name'));
  return {
    interactions: new Set(codes.filter((code) => code !== null)),
    parameters: new Set(params.filter((name) => name !== null)),
  };
}

async function readStatement(client: FhirClient, signal: AbortSignal): Promise<JsonObject | null> {
  try {
    const answer = await client.get('metadata', signal);
    const resource = parseFhir(answer.bytes);
    return resource['resourceType'] === 'CapabilityStatement' ? resource : null;
  } catch (error) {
    if (isAppError(error) && error.code === 'source/failed' && isRefusal(error.detail?.['status']))
      return null;
    throw error;
  }
}

/** A question that a server may refuse: null where it does not know the parameter (400, 404, 405, 422, 501). */
async function ask(
  client: FhirClient,
  path: string,
  signal: AbortSignal,
): Promise<{ readonly page: BundlePage; readonly serverMs: number | null } | null> {
  try {
    const answer = await client.get(path, signal);
    const page = readBundle(answer.bytes);
    return { page, serverMs: page.builtMs ?? answer.serverMs };
  } catch (error) {
    if (isAppError(error) && error.code === 'source/failed' && isRefusal(error.detail?.['status']))
      return null;
    throw error;
  }
}

function isRefusal(status: unknown): boolean {
  return status === 400 || status === 404 || status === 405 || status === 422 || status === 501;
}

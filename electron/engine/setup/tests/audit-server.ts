import { isAppError } from '../../../../shared/errors.ts';
import { parseFhir } from '../../audit/source/bundle.ts';
import { statedOf, type StatedAbility } from '../../audit/source/capability.ts';
import { objectAt, textAt, type JsonObject } from '../../audit/mapping/json.ts';
import { ask, strange, type Answer } from './ask.ts';
import { Failed, fieldsOf, type Draft, type StepTest, type Tools } from './finding.ts';

const JSON_FHIR = { accept: 'application/fhir+json' };
/** R4, and R4B, in which AuditEvent is the same. */
const READABLE_VERSION = /^4\.[03]\./;
/** What the trail is followed by; `_count` and `_sort` shape every search and are in few statements. */
const NEEDED_PARAMETERS = ['date', '_lastUpdated'] as const;
const NEEDED_INTERACTIONS = ['read', 'search-type'] as const;

/** The address is that of a FHIR R4 server which keeps audit events, by its own statement. */
export const testAuditServer: StepTest = async (draft, tools) => {
  const { host, statement, stated } = await readStatement(draft, tools);
  if (statement === null) return { outcome: 'warning', code: 'test/capabilities-guarded', detail: { host } };
  const version = textAt(statement, 'fhirVersion') ?? 'unknown';
  if (!READABLE_VERSION.test(version))
    throw new Failed('test/fhir-other-version', { host, fhirVersion: short(version) });
  if (stated === null) throw new Failed('test/no-audit-events', { host });
  const software = objectAt(statement, 'software');
  const name = software === undefined ? null : textAt(software, 'name');
  return {
    outcome: 'passed',
    code: 'test/audit-server-found',
    detail: { host, fhirVersion: short(version), ...(name === null ? {} : { software: short(name) }) },
  };
};

/** Audit events can be searched as the console does it, and not by anybody. */
export const testAuditSearch: StepTest = async (draft, tools) => {
  const { stated } = await readStatement(draft, tools);
  const answer = await ask(`${baseOf(draft)}/AuditEvent?_count=1`, { headers: JSON_FHIR }, tools.signal);
  const { host, status } = answer;
  if (status === 200) {
    readFhir(answer);
    return { outcome: 'warning', code: 'test/search-open', detail: { host } };
  }
  if (status !== 401 && status !== 403) throw new Failed('test/search-fails', { host, status });
  const missing = stated === null ? [] : lacking(stated);
  if (missing.length > 0) {
    return { outcome: 'warning', code: 'test/search-limited', detail: { host, missing: missing.join(', ') } };
  }
  return { outcome: 'passed', code: 'test/search-guarded', detail: { host } };
};

function lacking({ interactions, parameters }: StatedAbility): readonly string[] {
  return [
    ...NEEDED_INTERACTIONS.filter((code) => !interactions.has(code)),
    ...NEEDED_PARAMETERS.filter((name) => !parameters.has(name)),
  ];
}

interface Statement {
  readonly host: string;
  /** Null where the server shows it only after a sign-in. */
  readonly statement: JsonObject | null;
  /** Null where it does not name AuditEvent, or is not shown. */
  readonly stated: StatedAbility | null;
}

async function readStatement(draft: Draft, { signal }: Tools): Promise<Statement> {
  const answer = await ask(`${baseOf(draft)}/metadata`, { headers: JSON_FHIR }, signal);
  const { host, status } = answer;
  if (status === 401 || status === 403) return { host, statement: null, stated: null };
  if (status === 404 || status === 410) throw new Failed('test/not-fhir', { host, status });
  if (status !== 200) throw strange(answer);
  const statement = readFhir(answer);
  if (statement['resourceType'] !== 'CapabilityStatement')
    throw new Failed('test/not-fhir', { host, status });
  return { host, statement, stated: statedOf(statement) };
}

function readFhir({ bytes, host, status }: Answer): JsonObject {
  try {
    return parseFhir(bytes);
  } catch (error) {
    if (isAppError(error)) throw new Failed('test/not-fhir', { host, status });
    throw error;
  }
}

function baseOf(draft: Draft): string {
  return fieldsOf(draft, ['fhirBaseUrl']).fhirBaseUrl.replace(/\/+$/, '');
}

/** A server's own words are shown, and need not be long. */
function short(text: string): string {
  return text.slice(0, 80);
}

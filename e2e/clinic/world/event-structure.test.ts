import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { buildWorld } from './world.ts';

/*
 * The structure of R4 AuditEvent (hl7.org/fhir/R4/auditevent.html) as zod, written from its table of elements: names,
 * cardinalities, required codes. Strict objects: an element that R4 does not have is an error.
 */
const text = z
  .string()
  .min(1)
  .refine((value) => value.trim() !== '');
const id = z.string().regex(/^[A-Za-z0-9.-]{1,64}$/u);
const uri = z.string().regex(/^\S+$/u);
const instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/u);
const base64 = z.base64();
const some = <T extends z.ZodType>(type: T): z.ZodOptional<z.ZodArray<T>> => z.array(type).min(1).optional();

const Coding = z.strictObject({ system: uri.optional(), code: text, display: text.optional() });
const Concept = z.strictObject({ coding: some(Coding), text: text.optional() });
const Identifier = z.strictObject({ system: uri.optional(), value: text });
const Reference = z
  .strictObject({ reference: text.optional(), identifier: Identifier.optional(), display: text.optional() })
  .refine((value) => Object.keys(value).length > 0);
const Agent = z.strictObject({
  type: Concept.optional(),
  role: some(Concept),
  who: Reference.optional(),
  altId: text.optional(),
  name: text.optional(),
  requestor: z.boolean(),
  location: Reference.optional(),
  policy: some(uri),
  media: Coding.optional(),
  network: z.strictObject({ address: text, type: z.enum(['1', '2', '3', '4', '5']) }).optional(),
  purposeOfUse: some(Concept),
});
const Detail = z
  .strictObject({ type: text, valueString: text.optional(), valueBase64Binary: base64.optional() })
  .refine((value) => (value.valueString === undefined) !== (value.valueBase64Binary === undefined));
const Entity = z.strictObject({
  what: Reference.optional(),
  type: Coding.optional(),
  role: Coding.optional(),
  lifecycle: Coding.optional(),
  securityLabel: some(Coding),
  name: text.optional(),
  description: text.optional(),
  query: base64.optional(),
  detail: some(Detail),
});
const Event = z.strictObject({
  resourceType: z.literal('AuditEvent'),
  id,
  meta: z.strictObject({ versionId: id, lastUpdated: instant, profile: some(uri), tag: some(Coding) }),
  contained: some(
    z.strictObject({
      resourceType: z.literal('OperationOutcome'),
      id,
      issue: z.array(z.strictObject({ severity: z.literal('error'), code: text, diagnostics: text })).min(1),
    }),
  ),
  extension: some(z.strictObject({ url: uri, valueString: text })),
  type: Coding,
  subtype: some(Coding),
  action: z.enum(['C', 'R', 'U', 'D', 'E']).optional(),
  period: z.strictObject({ start: instant, end: instant }).optional(),
  recorded: instant,
  outcome: z.enum(['0', '4', '8', '12']).optional(),
  outcomeDesc: text.optional(),
  purposeOfEvent: some(Concept),
  agent: z.array(Agent).min(1),
  source: z.strictObject({ site: text.optional(), observer: Reference, type: some(Coding) }),
  entity: some(Entity),
});
type Event = z.infer<typeof Event>;

/** sev-1: a name or a query, not both (R4 invariant on entity). */
const keepsSev1 = (event: Event): boolean =>
  (event.entity ?? []).every((one) => one.name === undefined || one.query === undefined);

const hasAgent = (event: Event, ...codes: string[]): boolean =>
  event.agent.some((agent) => agent.type?.coding?.some((coding) => codes.includes(coding.code)) === true);
const patients = (event: Event): number =>
  (event.entity ?? []).filter(
    (one) => one.type?.code === '1' && one.role?.code === '1' && one.what !== undefined,
  ).length;
const isRest = (event: Event, ...interactions: string[]): boolean =>
  event.type.code === 'rest' && event.subtype?.some((one) => interactions.includes(one.code)) === true;

/** What the BALP profiles ask beyond R4, by the end of the profile's name. */
const BALP: Readonly<Record<string, (event: Event) => boolean>> = {
  Read: (event) => event.action === 'R' && isRest(event, 'read', 'vread'),
  PatientRead: (event) => BALP['Read']!(event) && patients(event) === 1 && event.entity!.length >= 2,
  Query: (event) =>
    event.action === 'E' &&
    isRest(event, 'search-type') &&
    event.entity!.some((one) => one.role?.code === '24' && one.query !== undefined),
  PatientQuery: (event) => BALP['Query']!(event) && patients(event) === 1 && event.entity!.length >= 2,
  Create: (event) => event.action === 'C' && isRest(event, 'create'),
  PatientCreate: (event) => BALP['Create']!(event) && patients(event) === 1 && event.entity!.length >= 2,
  Update: (event) => event.action === 'U' && isRest(event, 'update', 'patch'),
  PatientUpdate: (event) => BALP['Update']!(event) && patients(event) === 1 && event.entity!.length >= 2,
  Delete: (event) => event.action === 'D' && isRest(event, 'delete'),
  PatientDelete: (event) => BALP['Delete']!(event) && patients(event) === 1 && event.entity!.length >= 2,
  AuthZconsent: (event) =>
    event.type.code === '110113' &&
    hasAgent(event, 'authserver') &&
    event.entity!.some((one) => one.type?.code === 'Consent'),
  'PrivacyDisclosure.Source': (event) =>
    event.type.code === '110106' &&
    event.subtype!.some((one) => one.code === 'disclose') &&
    patients(event) === 1,
};

describe('the events of the demo world', () => {
  const events = buildWorld('demo', Date.parse('2026-11-20T15:00:00Z')).events;
  const seen = new Map<string, number>();

  it('have the structure of R4 AuditEvent, and of the BALP profiles that they claim', () => {
    for (const { json } of events) {
      const result = Event.safeParse(JSON.parse(json));
      if (!result.success) throw new Error(`${json}\n${z.prettifyError(result.error)}`);
      const event = result.data;
      if (!keepsSev1(event)) throw new Error(`sev-1: ${json}`);
      for (const profile of event.meta.profile ?? []) {
        const name = profile.split('IHE.BasicAudit.')[1] ?? '';
        if (BALP[name]?.(event) !== true) throw new Error(`not ${name}: ${json}`);
        seen.set(name, (seen.get(name) ?? 0) + 1);
      }
    }
    expect(events.length).toBeGreaterThan(50_000);
  });

  it('use every BALP profile that this world knows', () => {
    expect([...seen.keys()].sort()).toEqual(Object.keys(BALP).sort());
  });

  it('use most elements of the resource', () => {
    const all = events.map((event) => event.json).join('');
    const elements =
      'contained extension subtype action period outcome outcomeDesc purposeOfEvent role altId name location policy media network purposeOfUse site lifecycle securityLabel description query detail valueBase64Binary';
    expect(elements.split(' ').filter((element) => !all.includes(`"${element}":`))).toEqual([]);
    for (const outcome of ['0', '4', '8', '12']) expect(all).toContain(`"outcome":"${outcome}"`);
    for (const purpose of ['TREAT', 'HPAYMT', 'HOPERAT', 'BTG', 'ETREAT'])
      expect(all).toContain(`"code":"${purpose}"`);
    for (const code of ['110122', '110123', '110106', '110107', '110113', '110127'])
      expect(all).toContain(`"code":"${code}"`);
    expect(events.some((one) => /[+-]\d\d:00$/u.test(one.recorded))).toBe(true);
    expect(events.some((one) => /\d\dZ$/u.test(one.recorded) && !one.recorded.includes('.'))).toBe(true);
  });
});

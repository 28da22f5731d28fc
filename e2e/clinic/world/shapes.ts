import { Buffer } from 'node:buffer';
import type { AuditEvent, AuditEventAgent, AuditEventEntity, Coding, OperationOutcome } from 'fhir/r4.js';
import { assertNever } from '../../../shared/assert-never.ts';
import {
  apiServer,
  clientApp,
  displayNameOf,
  tokenUser,
  usernameOf,
  wardUser,
  workstation,
} from './agents.ts';
import {
  AGENT_TYPE,
  BALP,
  coding,
  ENTITY_ROLE,
  ENTITY_TYPE,
  IDS,
  PURPOSE,
  SOURCE_TYPE,
  SUBTYPE,
  SYSTEMS,
  TYPE,
} from './codes.ts';
import { isTerse, tersePart } from './terse.ts';
import type { Deed, EventDraft, RecordAction } from './draft.ts';
import { patientEntity, queryEntity, recordEntity, requestIdEntity } from './entities.ts';

/** An AuditEvent's content, without what the server adds (`id`, `meta.versionId`, `meta.lastUpdated`). */
export interface EventContent {
  readonly profile: string | undefined;
  readonly body: Omit<AuditEvent, 'resourceType' | 'id' | 'meta'>;
}

const ACTION: Readonly<Record<RecordAction, 'C' | 'R' | 'U' | 'D'>> = {
  read: 'R',
  vread: 'R',
  create: 'C',
  update: 'U',
  patch: 'U',
  delete: 'D',
};
const PROFILE: Readonly<Record<RecordAction, string>> = {
  read: 'Read',
  vread: 'Read',
  create: 'Create',
  update: 'Update',
  patch: 'Update',
  delete: 'Delete',
};
const REST: Readonly<Record<RecordAction | 'search-type', Coding>> = {
  read: coding(SYSTEMS.rest, 'read'),
  vread: coding(SYSTEMS.rest, 'vread'),
  create: coding(SYSTEMS.rest, 'create'),
  update: coding(SYSTEMS.rest, 'update'),
  patch: coding(SYSTEMS.rest, 'patch'),
  delete: coding(SYSTEMS.rest, 'delete'),
  'search-type': coding(SYSTEMS.rest, 'search-type'),
};
/** DICOM CID 405, as `agent.media` binds it. */
const MEDIA = {
  print: coding(SYSTEMS.dcm, '110038', 'Paper Document'),
  usb: coding(SYSTEMS.dcm, '110030', 'USB Disk Emulation'),
} as const;

/** FHIR instants of several precisions and offsets: all are legal, and a reader must take them all. */
export function recordedText(atMs: number, salt: number, utcOffsetMinutes: number): string {
  if (salt % 17 === 0) return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
  if (salt % 23 === 0) {
    const local = new Date(atMs + utcOffsetMinutes * 60_000).toISOString().slice(0, 23);
    const hours = String(Math.abs(utcOffsetMinutes) / 60).padStart(2, '0');
    return `${local}${utcOffsetMinutes < 0 ? '-' : '+'}${hours}:00`;
  }
  return new Date(atMs).toISOString();
}

function siteCode(draft: EventDraft): string {
  const ward = draft.clinic.wards.find((candidate) => candidate.id === draft.patient?.wardId);
  return ward?.siteId ?? draft.clinic.sites[0]?.code ?? draft.clinic.id;
}

function frame(
  draft: EventDraft,
  type: Coding,
  subtype: readonly Coding[],
  action: AuditEvent['action'],
): Pick<AuditEvent, 'type' | 'subtype' | 'action' | 'recorded' | 'outcome' | 'outcomeDesc' | 'period'> {
  return {
    type,
    ...(subtype.length === 0 ? {} : { subtype: [...subtype] }),
    ...(action === undefined ? {} : { action }),
    ...(draft.salt % 29 === 0 || draft.deed.kind === 'export'
      ? {
          period: {
            start: new Date(draft.atMs - 400 - (draft.salt % 9000)).toISOString(),
            end: new Date(draft.atMs).toISOString(),
          },
        }
      : {}),
    recorded: recordedText(draft.atMs, draft.salt, draft.clinic.utcOffsetMinutes),
    // A few writers leave the outcome out, which R4 allows.
    ...(draft.outcome === '0' && draft.salt % 211 === 0 ? {} : { outcome: draft.outcome }),
    ...(draft.outcomeDesc === undefined ? {} : { outcomeDesc: draft.outcomeDesc }),
  };
}

function apiSource(draft: EventDraft): AuditEvent['source'] {
  return { site: siteCode(draft), observer: { display: 'MedMinder API' }, type: [SOURCE_TYPE.application] };
}

function failureDetail(
  draft: EventDraft,
): Pick<AuditEvent, 'contained'> & { readonly entities: readonly AuditEventEntity[] } {
  if (draft.outcome !== '12') return { entities: [] };
  const contained: OperationOutcome = {
    resourceType: 'OperationOutcome',
    id: 'o1',
    issue: [{ severity: 'error', code: 'exception', diagnostics: draft.outcomeDesc }],
  };
  return {
    contained: [contained],
    entities: [
      {
        what: { reference: '#o1' },
        type: coding(SYSTEMS.resourceTypes, 'OperationOutcome', 'OperationOutcome'),
        description: 'the transaction failed',
        detail: [{ type: 'X-Request-Id', valueString: draft.salt.toString(16) }],
      },
    ],
  };
}

/** By which kind of system the event was written: the API with its tokens, or one on the ward. */
function throughApi(draft: EventDraft): boolean {
  return draft.actor.kind !== 'staff' || draft.device.kind !== 'workstation';
}

function recordEvent(draft: EventDraft, deed: Extract<Deed, { kind: 'record' }>): EventContent {
  if (isTerse(draft)) {
    return {
      profile: undefined,
      body: {
        ...frame(draft, TYPE.rest, [REST[deed.action]], ACTION[deed.action]),
        ...tersePart(draft, deed, siteCode(draft)),
      },
    };
  }
  const reading = ACTION[deed.action] === 'R';
  const [clientRole, serverRole] = reading
    ? [AGENT_TYPE.destination, AGENT_TYPE.source]
    : [AGENT_TYPE.source, AGENT_TYPE.destination];
  const agents: AuditEventAgent[] = throughApi(draft)
    ? [clientApp(draft, AGENT_TYPE.application), tokenUser(draft), apiServer(serverRole)]
    : [
        workstation(draft, clientRole),
        wardUser(
          draft,
          reading ? AGENT_TYPE.recipient : draft.salt % 2 === 0 ? AGENT_TYPE.author : AGENT_TYPE.informant,
        ),
      ];
  if (!throughApi(draft) && draft.salt % 7 === 0) agents.push(apiServer(serverRole));
  const failure = failureDetail(draft);
  const version =
    deed.action === 'vread' || (deed.action === 'update' && draft.salt % 2 === 0)
      ? String((draft.salt % 6) + 1)
      : undefined;
  return {
    profile: `${BALP}IHE.BasicAudit.${draft.patient === undefined ? '' : 'Patient'}${PROFILE[deed.action]}`,
    body: {
      ...(failure.contained === undefined ? {} : { contained: failure.contained }),
      ...frame(draft, TYPE.rest, [REST[deed.action]], ACTION[deed.action]),
      ...(draft.purpose === 'BTG' ? { purposeOfEvent: [PURPOSE.BTG] } : {}),
      agent: agents,
      source: apiSource(draft),
      entity: [
        ...(draft.patient === undefined ? [] : [patientEntity(draft.patient, draft.salt)]),
        recordEntity(draft, deed.resource, deed.resourceId, version),
        ...(draft.salt % 3 === 1 ? [requestIdEntity(draft)] : []),
        ...failure.entities,
      ],
    },
  };
}

function queryEvent(draft: EventDraft, deed: Extract<Deed, { kind: 'query' }>): EventContent {
  if (isTerse(draft)) {
    return {
      profile: undefined,
      body: {
        ...frame(draft, TYPE.rest, [REST['search-type']], 'E'),
        ...tersePart(draft, deed, siteCode(draft)),
      },
    };
  }
  // The pharmacies' old interface still writes DICOM's Query, with no profile and no subtype.
  const old = draft.actor.kind === 'staff' && draft.actor.staff.role === 'pharmacist' && draft.salt % 2 === 0;
  const agents = throughApi(draft)
    ? [clientApp(draft, AGENT_TYPE.application), tokenUser(draft), apiServer(AGENT_TYPE.destination)]
    : [
        workstation(draft, AGENT_TYPE.source),
        wardUser(draft, old ? AGENT_TYPE.human : AGENT_TYPE.recipient),
        apiServer(AGENT_TYPE.destination),
      ];
  return {
    profile: old ? undefined : `${BALP}IHE.BasicAudit.${draft.patient === undefined ? '' : 'Patient'}Query`,
    body: {
      ...frame(draft, old ? TYPE.query : TYPE.rest, old ? [] : [REST['search-type']], 'E'),
      agent: agents,
      source: apiSource(draft),
      entity: [
        queryEntity(draft, deed.query),
        ...(draft.patient === undefined ? [] : [patientEntity(draft.patient, draft.salt)]),
        ...(draft.salt % 3 === 1 ? [requestIdEntity(draft)] : []),
      ],
    },
  };
}

function signInEvent(draft: EventDraft, kind: 'login' | 'logout' | 'password-reset'): EventContent {
  const user = wardUser(draft, AGENT_TYPE.human);
  const subtype = { login: SUBTYPE.login, logout: SUBTYPE.logout, 'password-reset': SUBTYPE.userSecurity }[
    kind
  ];
  return {
    profile: undefined,
    body: {
      ...(draft.salt % 4 === 0
        ? {
            extension: [
              {
                url: 'https://medminder.example/fhir/StructureDefinition/user-agent',
                valueString: draft.device.userAgent,
              },
            ],
          }
        : {}),
      ...frame(
        draft,
        kind === 'password-reset' ? TYPE.securityAlert : TYPE.authentication,
        [subtype],
        kind === 'password-reset' ? 'U' : 'E',
      ),
      agent:
        draft.device.kind === 'workstation' && draft.attack === undefined
          ? [user, workstation(draft, AGENT_TYPE.source)]
          : [user],
      source: {
        site: siteCode(draft),
        observer: { identifier: { value: 'id.medminder.example' } },
        type: [draft.salt % 2 === 0 ? SOURCE_TYPE.security : SOURCE_TYPE.web],
      },
      ...(draft.salt % 5 === 0 || kind === 'password-reset'
        ? {
            entity: [
              {
                what: { identifier: { system: IDS.user, value: usernameOf(draft.actor) } },
                type: ENTITY_TYPE.person,
                role: ENTITY_ROLE.securityUser,
              },
            ],
          }
        : {}),
    },
  };
}

function exportEvent(draft: EventDraft, deed: Extract<Deed, { kind: 'export' }>): EventContent {
  return {
    profile: draft.patient === undefined ? undefined : `${BALP}IHE.BasicAudit.PrivacyDisclosure.Source`,
    body: {
      ...frame(draft, TYPE.export, [draft.patient === undefined ? SUBTYPE.extract : SUBTYPE.disclose], 'R'),
      ...(draft.purpose === undefined ? {} : { purposeOfEvent: [PURPOSE[draft.purpose]] }),
      agent: [
        workstation(draft, AGENT_TYPE.source),
        wardUser(draft, AGENT_TYPE.custodian),
        deed.media === 'file'
          ? {
              type: AGENT_TYPE.destination,
              who: { display: 'Download' },
              requestor: false,
              network: { address: draft.address, type: '2' },
            }
          : {
              type: AGENT_TYPE.media,
              name: `${deed.what} on ${deed.media}`,
              requestor: false,
              media: MEDIA[deed.media],
            },
      ],
      source: apiSource(draft),
      entity: [
        ...(draft.patient === undefined ? [] : [patientEntity(draft.patient, draft.salt)]),
        {
          what: { identifier: { value: `urn:medminder:export:${draft.salt.toString(36)}` } },
          type: ENTITY_TYPE.system,
          role: ENTITY_ROLE.report,
          name: deed.what,
          detail: [
            { type: 'records', valueString: String(deed.records) },
            {
              type: 'sha256',
              valueBase64Binary: Buffer.from(`${deed.what}/${String(draft.salt)}`).toString('base64'),
            },
          ],
        },
      ],
    },
  };
}

function importEvent(draft: EventDraft, what: string): EventContent {
  return {
    profile: undefined,
    body: {
      ...frame(draft, TYPE.import, [], 'C'),
      agent: [
        clientApp(draft, AGENT_TYPE.source),
        { type: AGENT_TYPE.application, who: { display: usernameOf(draft.actor) }, requestor: true },
      ],
      source: apiSource(draft),
      entity: [{ what: { display: what }, type: ENTITY_TYPE.other, role: ENTITY_ROLE.job, name: what }],
    },
  };
}

function consentEvent(draft: EventDraft, consentId: string): EventContent {
  return {
    profile: `${BALP}IHE.BasicAudit.AuthZconsent`,
    body: {
      ...frame(draft, TYPE.securityAlert, [SUBTYPE.authzConsent], 'E'),
      agent: [
        clientApp(draft, AGENT_TYPE.application),
        tokenUser(draft),
        {
          type: AGENT_TYPE.provider,
          who: { reference: `Organization/${draft.clinic.id}`, display: draft.clinic.name },
          requestor: false,
        },
        { type: AGENT_TYPE.authServer, who: { display: 'MedMinder Sharing' }, requestor: false },
      ],
      source: {
        site: siteCode(draft),
        observer: { display: 'MedMinder Sharing' },
        type: [SOURCE_TYPE.security],
      },
      entity: [
        ...(draft.patient === undefined ? [] : [patientEntity(draft.patient, draft.salt)]),
        { what: { reference: `Consent/${consentId}` }, type: coding(SYSTEMS.resourceTypes, 'Consent') },
      ],
    },
  };
}

function emergencyEvent(draft: EventDraft, deed: Extract<Deed, { kind: 'emergency' }>): EventContent {
  return {
    profile: undefined,
    body: {
      ...frame(
        draft,
        TYPE.securityAlert,
        [deed.phase === 'start' ? SUBTYPE.emergencyStart : SUBTYPE.emergencyStop],
        'E',
      ),
      purposeOfEvent: [PURPOSE.BTG],
      agent: [wardUser(draft, AGENT_TYPE.human), workstation(draft, AGENT_TYPE.source)],
      source: apiSource(draft),
      entity: [
        ...(draft.patient === undefined ? [] : [patientEntity(draft.patient, draft.salt)]),
        {
          type: ENTITY_TYPE.system,
          role: ENTITY_ROLE.securityResource,
          name: 'Emergency access',
          detail: [{ type: 'reason', valueString: deed.reason }],
        },
      ],
    },
  };
}

function applicationEvent(draft: EventDraft, phase: 'start' | 'stop'): EventContent {
  const name = displayNameOf(draft.actor) ?? 'service';
  return {
    profile: undefined,
    body: {
      ...frame(draft, TYPE.application, [phase === 'start' ? SUBTYPE.start : SUBTYPE.stop], 'E'),
      agent: [
        {
          type: AGENT_TYPE.application,
          who: { reference: `Device/${draft.device.id}`, display: name },
          requestor: true,
          network: { address: draft.address, type: '2' },
        },
      ],
      source: { observer: { display: name } },
    },
  };
}

/** Writes a deed down the way the system that saw it would. */
export function writeEvent(draft: EventDraft): EventContent {
  const { deed } = draft;
  switch (deed.kind) {
    case 'record':
      return recordEvent(draft, deed);
    case 'query':
      return queryEvent(draft, deed);
    case 'login':
    case 'logout':
    case 'password-reset':
      return signInEvent(draft, deed.kind);
    case 'export':
      return exportEvent(draft, deed);
    case 'import':
      return importEvent(draft, deed.what);
    case 'consent-decision':
      return consentEvent(draft, deed.consentId);
    case 'emergency':
      return emergencyEvent(draft, deed);
    case 'application':
      return applicationEvent(draft, deed.phase);
    default:
      return assertNever(deed);
  }
}

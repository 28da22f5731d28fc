import type { AuditEvent, AuditEventAgent, AuditEventEntity, Coding, OperationOutcome } from 'fhir/r4.js';
import { apiServer, clientApp, tokenUser, wardUser, workstation } from './agents.ts';
import { AGENT_TYPE, BALP, coding, PURPOSE, SYSTEMS, TYPE } from './codes.ts';
import type { Deed, EventDraft, RecordAction } from './draft.ts';
import { patientEntity, queryEntity, recordEntity, requestIdEntity } from './entities.ts';
import { apiSource, frame, siteCode } from './frame.ts';
import type { EventContent } from './frame.ts';
import { isTerse, tersePart } from './terse.ts';

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

/** Create, read, update, delete, in the way of the system that saw it. */
export function recordEvent(draft: EventDraft, deed: Extract<Deed, { kind: 'record' }>): EventContent {
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

/** A search. */
export function queryEvent(draft: EventDraft, deed: Extract<Deed, { kind: 'query' }>): EventContent {
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

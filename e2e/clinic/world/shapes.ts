import { Buffer } from 'node:buffer';
import { assertNever } from '../../../shared/assert-never.ts';
import { clientApp, displayNameOf, tokenUser, usernameOf, wardUser, workstation } from './agents.ts';
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
import type { Deed, EventDraft } from './draft.ts';
import { patientEntity } from './entities.ts';
import { apiSource, frame, siteCode } from './frame.ts';
import type { EventContent } from './frame.ts';
import { queryEvent, recordEvent } from './record-shapes.ts';

/** DICOM CID 405, as `agent.media` binds it. */
const MEDIA = {
  print: coding(SYSTEMS.dcm, '110038', 'Paper Document'),
  usb: coding(SYSTEMS.dcm, '110030', 'USB Disk Emulation'),
} as const;

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

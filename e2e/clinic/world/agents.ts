import type { AuditEventAgent, Reference } from 'fhir/r4.js';
import { assertNever } from '../../../shared/assert-never.ts';
import { AGENT_TYPE, concept, IDS, PURPOSE, SYSTEMS } from './codes.ts';
import type { Actor, EventDraft } from './draft.ts';
import type { StaffRole } from './types.ts';

const ROLE_CONCEPT: Readonly<Record<StaffRole, NonNullable<AuditEventAgent['role']>[number]>> = {
  nurse: concept(SYSTEMS.practitionerRole, 'nurse', 'Nurse'),
  physician: concept(SYSTEMS.practitionerRole, 'doctor', 'Doctor'),
  pharmacist: concept(SYSTEMS.practitionerRole, 'pharmacist', 'Pharmacist'),
  'front-desk': Object.freeze({ text: 'Front desk' }),
  'clinic-administrator': Object.freeze({ text: 'Clinic administrator' }),
  'compliance-officer': Object.freeze({ text: 'Compliance officer' }),
  support: concept(SYSTEMS.practitionerRole, 'ict', 'ICT professional'),
};

/** The actor's user name, or the service's name. */
export function usernameOf(actor: Actor): string {
  switch (actor.kind) {
    case 'staff':
      return actor.staff.username;
    case 'patient':
      return actor.patient.username;
    case 'relative':
      return actor.relative.username;
    case 'service':
      return actor.name;
    case 'unknown':
      return actor.username;
    default:
      return assertNever(actor);
  }
}

/** How a person is called on screen; undefined where nobody knows. */
export function displayNameOf(actor: Actor): string | undefined {
  switch (actor.kind) {
    case 'staff':
      return actor.staff.displayName;
    case 'patient':
      return actor.patient.displayName;
    case 'relative':
      return actor.relative.displayName;
    case 'service':
      return actor.name;
    case 'unknown':
      return undefined;
    default:
      return assertNever(actor);
  }
}

/** The actor as a reference with their user name, and their name where it is known. */
export function userReference(actor: Actor): Reference {
  const identifier = { system: IDS.user, value: usernameOf(actor) };
  switch (actor.kind) {
    case 'staff':
      return { reference: `Practitioner/${actor.staff.sub}`, identifier, display: actor.staff.displayName };
    case 'patient':
      return { reference: `Patient/${actor.patient.id}`, identifier, display: actor.patient.displayName };
    case 'relative':
      return {
        reference: `RelatedPerson/${actor.relative.id}`,
        identifier,
        display: actor.relative.displayName,
      };
    case 'service':
      return { identifier: { system: IDS.app, value: actor.name }, display: actor.name };
    case 'unknown':
      return { identifier };
    default:
      return assertNever(actor);
  }
}

function purposeOfUse(draft: EventDraft): Pick<AuditEventAgent, 'purposeOfUse'> {
  return draft.purpose === undefined ? {} : { purposeOfUse: [PURPOSE[draft.purpose]] };
}

/** A token's id as BALP puts it into `agent.policy`; the same for one person through one day. */
function tokenId(draft: EventDraft): string {
  const day = Math.floor(draft.atMs / 86_400_000);
  return `urn:medminder:jti:${usernameOf(draft.actor)}.${day.toString(36)}`;
}

/** The person, as the API sees them: known by access token, with no network of their own (BALP OAUTHaccessTokenUse). */
export function tokenUser(draft: EventDraft): AuditEventAgent {
  return {
    type: draft.salt % 5 === 0 ? AGENT_TYPE.oauthRecipient : AGENT_TYPE.recipient,
    ...(draft.actor.kind === 'staff' && draft.salt % 3 === 0
      ? { role: [ROLE_CONCEPT[draft.actor.staff.role]] }
      : {}),
    who: userReference(draft.actor),
    requestor: true,
    policy: [tokenId(draft)],
    ...purposeOfUse(draft),
  };
}

/** The person, as a system on the ward writes it: with name, badge and the address of the machine. */
export function wardUser(draft: EventDraft, type: AuditEventAgent['type']): AuditEventAgent {
  const name = displayNameOf(draft.actor);
  return {
    ...(type === undefined ? {} : { type }),
    who: userReference(draft.actor),
    ...(draft.actor.kind === 'staff' ? { altId: draft.actor.staff.badge } : {}),
    ...(name === undefined || draft.salt % 2 === 0 ? {} : { name }),
    requestor: true,
    ...(draft.salt % 11 === 0
      ? { location: { display: `${draft.clinic.place.city}, ${draft.clinic.place.country}` } }
      : {}),
    network: { address: draft.address, type: '2' },
    ...purposeOfUse(draft),
  };
}

/** The app that carried the request (BALP's client agent): which one, on what, from which address. */
export function clientApp(draft: EventDraft, type: AuditEventAgent['type']): AuditEventAgent {
  const app = draft.device.userAgent.split(' ', 1)[0] ?? draft.device.userAgent;
  return {
    ...(type === undefined ? {} : { type }),
    who: {
      identifier: { system: IDS.app, value: app },
      ...(draft.salt % 4 === 0 ? { display: draft.device.userAgent } : {}),
    },
    requestor: false,
    network: { address: draft.address, type: '2' },
  };
}

/** The machine on the ward that asked, by its name in the clinic's directory. */
export function workstation(draft: EventDraft, type: AuditEventAgent['type']): AuditEventAgent {
  return {
    ...(type === undefined ? {} : { type }),
    who: { reference: `Device/${draft.device.id}`, display: draft.device.label },
    requestor: false,
    network: { address: `${draft.device.label.toLowerCase()}.${draft.clinic.id}.example`, type: '1' },
  };
}

/** The server that answered. */
export function apiServer(type: AuditEventAgent['type']): AuditEventAgent {
  return {
    ...(type === undefined ? {} : { type }),
    who: { display: 'MedMinder API' },
    requestor: false,
    network: { address: IDS.server, type: '5' },
  };
}

import type { PoolGroup } from '../groups.ts';

/** Where on earth something is; degrees, WGS 84. */
export interface Place {
  readonly city: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly latitude: number;
  readonly longitude: number;
}

/** A public address under which people reach the clinic's services. Documentation and test ranges only (RFC 5737, 3849, 2544). */
export interface Network {
  readonly id: string;
  readonly label: string;
  readonly kind: 'clinic' | 'home' | 'mobile' | 'foreign';
  readonly addresses: readonly string[];
  readonly place: Place;
}

/** A ward or outpatient room. */
export interface Ward {
  readonly id: string;
  readonly name: string;
  readonly siteId: string;
}

/** A building of a clinic. `code` is what events carry as `source.site`. */
export interface Site {
  readonly id: string;
  readonly code: string;
  readonly name: string;
}

/** One of the three clinics. */
export interface Clinic {
  readonly id: string;
  readonly name: string;
  readonly place: Place;
  /** Standard time, all year: the demo world has no daylight saving. */
  readonly utcOffsetMinutes: number;
  readonly sites: readonly Site[];
  readonly wards: readonly Ward[];
  readonly networks: readonly Network[];
  /** What stands before the host part of an internal IPv4 address, e.g. `10.11`. */
  readonly internalPrefix: string;
}

export type DeviceKind = 'workstation' | 'tablet' | 'phone' | 'server';

/** Something people work on. */
export interface Device {
  readonly id: string;
  readonly kind: DeviceKind;
  readonly label: string;
  readonly userAgent: string;
  readonly address: string;
}

export type StaffRole =
  | 'nurse'
  | 'physician'
  | 'pharmacist'
  | 'front-desk'
  | 'clinic-administrator'
  | 'compliance-officer'
  | 'support';

/** `dormant`: enabled, but has not signed in for months. */
export type StaffStatus = 'active' | 'disabled' | 'dormant';

/** One of the sixty who work for the clinics. The pool makes a `Person` of each; secrets are derived there. */
export interface Staff {
  /** The pool's `sub`. */
  readonly sub: string;
  readonly username: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly displayName: string;
  readonly email: string;
  /** What their pool account carries: at most one of the three that open the console. */
  readonly groups: readonly PoolGroup[];
  /** Undefined for those who work for all clinics. */
  readonly clinicId: string | undefined;
  readonly wardId: string | undefined;
  readonly role: StaffRole;
  readonly status: StaffStatus;
  /** `rotating` works days and nights by turns. */
  readonly shift: 'day' | 'night' | 'rotating';
  readonly badge: string;
  readonly device: Device;
  readonly phone: Device;
}

export interface Medicine {
  /** RxNorm-like number of the demo world; not a real RxCUI. */
  readonly code: string;
  readonly name: string;
  readonly dose: string;
}

/** One of the two thousand. */
export interface Patient {
  readonly id: string;
  readonly mrn: string;
  readonly username: string;
  readonly displayName: string;
  readonly birthDate: string;
  readonly clinicId: string;
  readonly wardId: string;
  readonly medicines: readonly Medicine[];
  readonly phone: Device;
  /** Set where the patient is also a member of staff. */
  readonly staffSub: string | undefined;
}

/** A family member with access to somebody's medicine plan. */
export interface Relative {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly relationship: string;
  readonly access: 'view' | 'manage';
  readonly patientId: string;
  readonly clinicId: string;
  readonly phone: Device;
}

/** An AuditEvent as the clinic's FHIR server stores it. `json` is served byte for byte. */
export interface WorldEvent {
  readonly id: string;
  readonly versionId: string;
  /** Microseconds since the epoch; never falls along `World.events`. */
  readonly lastUpdatedUs: number;
  readonly clinicId: string;
  /** `AuditEvent.recorded` as it is written. */
  readonly recorded: string;
  readonly json: string;
}

export type AttackKind =
  | 'credential-stuffing'
  | 'impossible-travel'
  | 'snooping-colleague'
  | 'mass-export'
  | 'dormant-account-awakened';

/** The key to one planted attack: what a detector should find. */
export interface Attack {
  readonly kind: AttackKind;
  readonly clinicId: string;
  readonly startMs: number;
  readonly endMs: number;
  /** Who it was done with or by; user names. */
  readonly who: readonly string[];
  readonly summary: string;
  readonly eventIds: readonly string[];
}

/** All that exists in the demo clinic before its clock runs on. */
export interface World {
  readonly seed: string;
  readonly anchorMs: number;
  readonly clinics: readonly Clinic[];
  /** Networks outside the clinics: homes, carriers, and those the attacks come from. */
  readonly outsideNetworks: readonly Network[];
  readonly staff: readonly Staff[];
  readonly patients: readonly Patient[];
  readonly relatives: readonly Relative[];
  /** In the order in which the server learnt of them. A corrected event appears twice: version 1, later version 2. */
  readonly events: readonly WorldEvent[];
  readonly attacks: readonly Attack[];
}

import type { ActionEntry } from '../../../shared/contract/spec.ts';

export interface Code {
  readonly system: string;
  readonly code: string;
  readonly display: string;
}

interface ActionCodes {
  readonly type: Code;
  readonly subtype: Code;
  /** What the act was done to, in words. */
  readonly object: string;
}

const DCM = 'http://dicom.nema.org/resources/ontology/DCM';
/** Acts of a console that DICOM has no code for. */
const CONSOLE_ACT = 'https://medminder.example/CodeSystem/console-act';

const AUTHENTICATION: Code = { system: DCM, code: '110114', display: 'User Authentication' };
const AUDIT_LOG_USED: Code = { system: DCM, code: '110101', display: 'Audit Log Used' };
const EXPORT: Code = { system: DCM, code: '110106', display: 'Export' };
const IMPORT: Code = { system: DCM, code: '110107', display: 'Import' };
const APPLICATION_ACTIVITY: Code = { system: DCM, code: '110100', display: 'Application Activity' };
const SECURITY_ALERT: Code = { system: DCM, code: '110113', display: 'Security Alert' };

function own(code: string, display: string): Code {
  return { system: CONSOLE_ACT, code, display };
}

const CONSOLE = 'MedMinder Console';
const TRAIL = 'Audit trail';
const JOB = 'Long work of this console';
const SETTINGS = 'Settings of this console';
const CACHE = 'Encrypted cache of this console';

/** DICOM PS3.15 A.5.3: which message fits which act of an operator. */
export const ACTION_CODES: Readonly<Record<ActionEntry['kind'], ActionCodes>> = {
  'sign-in': {
    type: AUTHENTICATION,
    subtype: { system: DCM, code: '110122', display: 'Login' },
    object: CONSOLE,
  },
  'sign-out': {
    type: AUTHENTICATION,
    subtype: { system: DCM, code: '110123', display: 'Logout' },
    object: CONSOLE,
  },
  unlock: { type: AUTHENTICATION, subtype: own('unlock', 'Unlock'), object: CONSOLE },
  lock: { type: AUTHENTICATION, subtype: own('lock', 'Lock'), object: CONSOLE },
  'step-up': { type: AUTHENTICATION, subtype: own('step-up', 'Password confirmed'), object: CONSOLE },
  'password-rewrap': {
    type: SECURITY_ALERT,
    subtype: { system: DCM, code: '110137', display: 'User Security Attributes Changed' },
    object: CACHE,
  },
  'cache-set-aside': {
    type: SECURITY_ALERT,
    subtype: own('cache-set-aside', 'Cache set aside'),
    object: CACHE,
  },
  'audit-log-search': {
    type: AUDIT_LOG_USED,
    subtype: own('audit-search', 'Audit trail searched'),
    object: TRAIL,
  },
  'audit-log-read': { type: AUDIT_LOG_USED, subtype: own('audit-read', 'Audit event read'), object: TRAIL },
  'audit-import': {
    type: IMPORT,
    subtype: own('audit-import', 'Audit events brought in from files'),
    object: TRAIL,
  },
  'audit-export': {
    type: EXPORT,
    subtype: own('audit-export', 'Audit events written to files'),
    object: TRAIL,
  },
  'job-control': {
    type: APPLICATION_ACTIVITY,
    subtype: own('job-control', 'Long work paused, resumed or cancelled'),
    object: JOB,
  },
  // Which pool and which server the console believes: DICOM counts that as a change of the security configuration.
  'settings-change': {
    type: SECURITY_ALERT,
    subtype: { system: DCM, code: '110129', display: 'Security Configuration' },
    object: SETTINGS,
  },
};

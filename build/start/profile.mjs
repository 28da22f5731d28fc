// The profile folder of `npm start`, and the settings file that it writes into it.
import { chmodSync, existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** @type {Readonly<Record<'real' | 'demo' | 'first-run', string>>} */
const FOLDERS = {
  real: 'medminder-console',
  demo: 'medminder-console-demo',
  'first-run': 'medminder-console-first-run',
};

/**
 * Where a console keeps its profile when nobody says otherwise. The demo has its own, so that it never meets real data, and so
 * has what `--first-run` shows.
 * @param {{ kind: keyof typeof FOLDERS, platform?: string, env?: NodeJS.ProcessEnv, home?: string }} options
 * @returns {string}
 */
export function defaultProfile({ kind, platform = process.platform, env = process.env, home = homedir() }) {
  const name = FOLDERS[kind];
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', name);
  if (platform === 'win32') return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), name);
  const config = env['XDG_CONFIG_HOME'];
  return join(config === undefined || config === '' ? join(home, '.config') : config, name);
}

/**
 * Makes the folder, readable by its owner alone.
 * @param {string} profile
 */
export function makeProfile(profile) {
  mkdirSync(profile, { recursive: true, mode: 0o700 });
  if (process.platform !== 'win32') chmodSync(profile, 0o700);
}

/**
 * Puts aside which connections a profile has, so that the first run comes again. Its encrypted trails stay where they are.
 * @param {string} profile
 * @param {Date} [now]
 */
export function forgetConnections(profile, now = new Date()) {
  const folder = join(profile, 'profiles');
  if (existsSync(folder))
    renameSync(folder, `${folder}-until-${now.toISOString().replaceAll(/[:.]/gu, '-')}`);
}

/**
 * What the demo clinic prints when it listens.
 * @typedef {object} ClinicEndpoints
 * @property {string} cognito
 * @property {string} fhir
 * @property {string} userPoolId
 * @property {string} clientId
 * @property {string} [identityPoolId]
 * @property {string} region
 * @property {string} persons
 * @property {string} [jwksUri]
 */

/**
 * The settings that connect a console to the demo clinic; their shape is `settingsSchema` in shared/domain/settings.ts.
 * @param {ClinicEndpoints} clinic
 */
export function demoSettings({
  cognito,
  fhir,
  userPoolId,
  clientId,
  identityPoolId,
  region,
  persons,
  jwksUri,
}) {
  return {
    label: 'MedMinder clinics',
    region,
    userPoolId,
    clientId,
    ...(identityPoolId === undefined ? {} : { identityPoolId }),
    cognitoEndpoint: cognito,
    // Where Cognito itself serves a pool's keys, below the endpoint.
    jwksUri: jwksUri ?? `${cognito.replace(/\/$/u, '')}/${userPoolId}/.well-known/jwks.json`,
    fhirBaseUrl: fhir,
    demo: true,
    personsUrl: persons,
  };
}

/**
 * Writes the demo settings beside the profile's data and returns the file's path. They hold no secret.
 * @param {string} profile
 * @param {ClinicEndpoints} clinic
 * @returns {string}
 */
export function writeDemoSettings(profile, clinic) {
  const file = join(profile, 'demo-settings.json');
  writeFileSync(file, `${JSON.stringify(demoSettings(clinic), null, 2)}\n`, { mode: 0o600 });
  return file;
}

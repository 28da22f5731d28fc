import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Secret, TOTP } from 'otpauth';
import type { startClinic } from '../clinic/clinic.ts';
import type { PersonRow } from '../clinic/control/person-rows.ts';
import type { FaultRule } from '../clinic/faults.ts';
import { NO_QUIRKS } from '../clinic/fhir/quirks.ts';
import type { FhirQuirks } from '../clinic/fhir/quirks.ts';
import { childEnv, projectRoot } from './runtime.ts';

const READY_TIMEOUT_MS = 120_000;
const CODE_PERIOD_MS = 30_000;

export type ClinicEndpoints = Awaited<ReturnType<typeof startClinic>>['urls'];
/** A rule of `/_clinic/faults` as it is written by hand: what has a default may be left out. */
export type Fault = Partial<FaultRule> & Pick<FaultRule, 'kind'>;

export interface DemoClinicOptions {
  /** Default 0: any free one. */
  readonly port?: number;
  /** Where it keeps what it must know after a restart. Without it a new clinic knows nothing of the one before. */
  readonly stateDir?: string;
  /** Mean time between two live events; 0 for none. */
  readonly liveMs?: number;
  /** The FHIR server asks the pool about each token, so that it notices a sign-out at once. */
  readonly fhirChecksRevocation?: boolean;
}

export interface DemoClinic {
  readonly endpoints: ClinicEndpoints;
  /** Everybody who may sign in, staff included; with `everybody` also patients and their families. */
  readonly persons: (everybody?: boolean) => Promise<readonly PersonRow[]>;
  readonly personOf: (username: string) => Promise<PersonRow>;
  /** A one-time code that was not given out before. It waits for the next one when it must. */
  readonly codeOf: (username: string) => Promise<string>;
  readonly advanceClock: (byMs: number) => Promise<void>;
  /** Sets the clinic's clock to the machine's. */
  readonly resetClock: () => Promise<void>;
  /** Replaces all faults; `[]` ends them. */
  readonly faults: (rules: readonly Fault[]) => Promise<void>;
  /** Replaces all quirks of the FHIR server; `{}` ends them. */
  readonly quirks: (quirks: Partial<FhirQuirks>) => Promise<void>;
  /** Makes so many live events at once; answers how many events the server holds. */
  readonly emit: (count: number) => Promise<number>;
  /** Stops or starts the stream of live events. */
  readonly live: (running: boolean) => Promise<void>;
  /** How many events the FHIR server holds. */
  readonly size: () => Promise<number>;
  /** Empties it: no events, no faults, nobody signed in. Its people stay. */
  readonly reset: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * Starts a demo clinic in a process of its own and resolves when it listens on loopback.
 *
 * @throws when it ends or stays silent instead
 */
export async function startDemoClinic(options: DemoClinicOptions = {}): Promise<DemoClinic> {
  const args = [
    join(projectRoot, 'e2e', 'clinic', 'main.ts'),
    '--quiet',
    '--port',
    String(options.port ?? 0),
  ];
  if (options.stateDir !== undefined) args.push('--state', options.stateDir);
  if (options.liveMs !== undefined) args.push('--live-ms', String(options.liveMs));
  if (options.fhirChecksRevocation === true) args.push('--fhir-checks-revocation');
  const child = spawn(process.execPath, args, {
    cwd: projectRoot,
    env: childEnv(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const close = async (): Promise<void> => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await exited;
    clearTimeout(timer);
  };
  try {
    const line = await firstLine(child.stdout, exited);
    return { ...controlOf(JSON.parse(line) as ClinicEndpoints), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function controlOf(endpoints: ClinicEndpoints): Omit<DemoClinic, 'close'> {
  const base = endpoints.persons.replace(/\/persons$/u, '');
  const spent = new Set<string>();
  const ask = async <Answer>(path: string, body?: unknown): Promise<Answer> => {
    const post = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    };
    const response = await fetch(`${base}/${path}`, body === undefined ? undefined : post);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Answer;
  };
  const persons = async (everybody = false): Promise<readonly PersonRow[]> => {
    const answer = await ask<{ persons: readonly PersonRow[] }>(`persons.json${everybody ? '?all=1' : ''}`);
    return answer.persons;
  };
  const personOf = async (username: string): Promise<PersonRow> => {
    const person = (await persons()).find((one) => one.username === username);
    if (person === undefined) throw new Error(`The clinic knows no ${username}.`);
    return person;
  };
  const nowMs = async (): Promise<number> => (await ask<{ nowMs: number }>('clock')).nowMs;
  const unspentCode = async (username: string): Promise<string> => {
    const { totpSecret } = await personOf(username);
    if (totpSecret === null) throw new Error(`${username} has no authenticator.`);
    for (;;) {
      const timeMs = await nowMs();
      // The pool accepts the codes beside the current one too. The earlier one may be over when it gets there.
      const step = [0, 1]
        .map((delta) => Math.floor(timeMs / CODE_PERIOD_MS) + delta)
        .find((one) => !spent.has(`${username} ${one}`));
      if (step !== undefined) {
        spent.add(`${username} ${step}`);
        return codeAt(totpSecret, step * CODE_PERIOD_MS);
      }
      await delay(500);
    }
  };
  const advanceClock = async (byMs: number): Promise<void> => {
    await ask('clock', { advanceMs: byMs });
  };
  return {
    endpoints,
    persons,
    personOf,
    codeOf: async (username) => await unspentCode(username),
    advanceClock,
    resetClock: async () => {
      await ask('clock', { nowMs: Date.now() });
    },
    faults: async (rules) => {
      await ask('faults', { rules: rules.map((rule) => ({ match: {}, ...rule })) });
    },
    quirks: async (quirks) => {
      await ask('quirks', { ...NO_QUIRKS, ...quirks });
    },
    emit: async (count) => (await ask<{ size: number }>('live', { emit: count })).size,
    live: async (running) => {
      await ask('live', { running });
    },
    reset: async () => {
      await ask('reset', {});
    },
    size: async () => (await ask<{ size: number }>('live')).size,
  };
}

/** The code that an authenticator with this secret shows at a time (RFC 6238, as the pool computes it). */
export function codeAt(secret: string, timeMs: number): string {
  return new TOTP({ algorithm: 'SHA1', digits: 6, period: 30, secret: Secret.fromBase32(secret) }).generate({
    timestamp: timeMs,
  });
}

/** Writes the settings that connect a console to the clinic, and answers the file's path. They hold no secret. */
export function writeSettings(
  folder: string,
  endpoints: ClinicEndpoints,
  more: Readonly<Record<string, unknown>> = {},
): string {
  const file = join(folder, 'settings.json');
  const settings = {
    label: 'Demo clinic',
    region: endpoints.region,
    userPoolId: endpoints.userPoolId,
    clientId: endpoints.clientId,
    cognitoEndpoint: endpoints.cognito,
    jwksUri: endpoints.jwksUri,
    fhirBaseUrl: endpoints.fhir,
    demo: true,
    personsUrl: endpoints.persons,
    ...more,
  };
  writeFileSync(file, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 });
  return file;
}

async function firstLine(stdout: NodeJS.ReadableStream, exited: Promise<void>): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const line = new Promise<string>((resolve, reject) => {
    let text = '';
    timer = setTimeout(() => reject(new Error('The demo clinic did not start in time.')), READY_TIMEOUT_MS);
    const read = (chunk: Buffer): void => {
      text += chunk.toString('utf8');
      const end = text.indexOf('\n');
      if (end === -1) return;
      // What it says later must not fill the pipe.
      stdout.off('data', read);
      stdout.resume();
      resolve(text.slice(0, end));
    };
    stdout.on('data', read);
    void exited.then(() => reject(new Error('The demo clinic ended at once.')));
  });
  return await line.finally(() => clearTimeout(timer));
}

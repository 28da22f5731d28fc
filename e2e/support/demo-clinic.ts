import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
}

export interface DemoClinic {
  readonly endpoints: ClinicEndpoints;
  /** Everybody who may sign in, staff included; with `everybody` also patients and their families. */
  readonly persons: (everybody?: boolean) => Promise<readonly PersonRow[]>;
  readonly personOf: (username: string) => Promise<PersonRow>;
  /** A one-time code that was not given out before: the clinic's clock moves on to the next when it must. */
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
  const used = new Map<string, string>();
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
  const advanceClock = async (byMs: number): Promise<void> => {
    await ask('clock', { advanceMs: byMs });
  };
  return {
    endpoints,
    persons,
    personOf,
    codeOf: async (username) => {
      const read = async (): Promise<string> => {
        const { mfa } = await personOf(username);
        if (mfa === null) throw new Error(`${username} has no authenticator.`);
        return mfa.code;
      };
      let code = await read();
      if (used.get(username) === code) {
        await advanceClock(CODE_PERIOD_MS);
        code = await read();
      }
      used.set(username, code);
      return code;
    },
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
    size: async () => (await ask<{ size: number }>('live')).size,
  };
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

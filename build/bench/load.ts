import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Engine } from '../../electron/engine/engine.ts';
import { MemorySecretStore } from '../../electron/engine/keychain/testing/memory-secret-store.ts';
import { report, rounded } from './measure.ts';

const CLINIC = fileURLToPath(new URL('../../e2e/clinic/main.ts', import.meta.url));
const WORKER_URL = new URL('../../electron/engine/store/worker.ts', import.meta.url);
/** The compliance officer of the demo clinic: a role that may read the trail. */
const USERNAME = 'ruth.okonkwo';
const MB = 1024 * 1024;

interface Endpoints {
  readonly region: string;
  readonly userPoolId: string;
  readonly clientId: string;
  readonly cognito: string;
  readonly jwksUri: string;
  readonly fhir: string;
  readonly persons: string;
}

interface Person {
  readonly username: string;
  readonly password: string;
  readonly mfa: { readonly code: string };
}

/**
 * From signing in at the demo clinic, which runs in a process of its own, to the last of its history in the store: the whole
 * way of an event over HTTP, mapping, hashing, sealing and index. Memory is that of the engine with its threads.
 */
export async function load(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'medminder-bench-'));
  const clinic = spawn(process.execPath, [CLINIC, '--port', '0', '--quiet'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await measure(directory, await endpointsOf(clinic));
  } finally {
    clinic.kill();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function measure(directory: string, endpoints: Endpoints): Promise<void> {
  const settingsFile = join(directory, 'settings.json');
  writeFileSync(settingsFile, JSON.stringify(settingsFor(endpoints)));
  let firstRowMs: number | null = null;
  let startMs = 0;
  const engine = await Engine.start({
    config: {
      userDataDir: directory,
      settingsFile,
      demoFile: null,
      policy: { file: join(directory, 'policy.json'), mustExist: false, mayBelongToUser: true },
      appVersion: '0',
    },
    workerUrl: WORKER_URL,
    importWorkerUrl: new URL('../../electron/engine/import/worker.ts', import.meta.url),
    push: (push) => {
      if (push.name === 'audit.arrived') firstRowMs ??= performance.now() - startMs;
    },
    onCrash: () => {
      throw new Error('A thread of the store died.');
    },
    choose: async () => Promise.resolve(null),
    openSecrets: async () => Promise.resolve(new MemorySecretStore()),
  });
  let peakRss = 0;
  const watch = setInterval(() => {
    peakRss = Math.max(peakRss, process.memoryUsage.rss());
  }, 100);
  try {
    const { password } = await personAt(endpoints);
    const step = await asked<{ challengeId: string }>(engine, 'session.signIn', {
      username: USERNAME,
      password,
    });
    const { mfa } = await personAt(endpoints);
    const cpuBefore = process.cpuUsage();
    startMs = performance.now();
    await asked(engine, 'session.answerCode', { challengeId: step.challengeId, code: mfa.code });
    for (;;) {
      const { state } = await asked<{ state: string }>(engine, 'audit.source', {});
      if (state === 'live') break;
      await new Promise((resolve) => {
        setTimeout(resolve, 50);
      });
    }
    const seconds = (performance.now() - startMs) / 1_000;
    const cpu = process.cpuUsage(cpuBefore);
    const { events } = await asked<{ events: number }>(engine, 'audit.coverage', {});
    report({
      name: 'load',
      unit: 'events/s',
      events,
      ours: rounded(events / seconds, 0),
      seconds: rounded(seconds, 1),
      firstRowMs: rounded(firstRowMs ?? Number.NaN, 0),
      cpuMicrosecondsPerEvent: rounded((cpu.user + cpu.system) / events, 0),
      rssMb: rounded(process.memoryUsage.rss() / MB, 0),
      peakRssMb: rounded(peakRss / MB, 0),
    });
  } finally {
    clearInterval(watch);
    await engine.dispose();
  }
}

function settingsFor(endpoints: Endpoints): Readonly<Record<string, string | boolean>> {
  const { region, userPoolId, clientId, cognito, jwksUri, fhir } = endpoints;
  return {
    label: 'Benchmark',
    region,
    userPoolId,
    clientId,
    cognitoEndpoint: cognito,
    jwksUri,
    fhirBaseUrl: fhir,
    demo: true,
  };
}

/** The clinic's first line names its addresses. */
async function endpointsOf(clinic: ChildProcess): Promise<Endpoints> {
  if (clinic.stdout === null) throw new Error('The clinic has no output.');
  for await (const line of createInterface({ input: clinic.stdout })) return JSON.parse(line) as Endpoints;
  throw new Error('The clinic ended before it was ready.');
}

async function personAt({ persons }: Endpoints): Promise<Person> {
  const answer = await fetch(`${persons}.json`);
  const list = ((await answer.json()) as { persons: readonly Person[] }).persons;
  const person = list.find(({ username }) => username === USERNAME);
  if (person === undefined) throw new Error('The clinic does not know its own compliance officer.');
  return person;
}

async function asked<Value>(engine: Engine, name: string, request: unknown): Promise<Value> {
  const call = engine.call.bind(engine) as (name: string, request: unknown) => Promise<unknown>;
  const result = (await call(name, request)) as
    | { readonly ok: true; readonly value: Value }
    | { readonly ok: false; readonly error: { readonly code: string } };
  if (!result.ok) throw new Error(`${name}: ${result.error.code}`);
  return result.value;
}

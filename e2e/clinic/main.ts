import { startClinic } from './clinic.ts';
import { readSettings, USAGE } from './settings.ts';
import type { Settings } from './settings.ts';
import { createFileState } from './state.ts';

async function main(): Promise<void> {
  let settings: Settings;
  try {
    settings = readSettings(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : 'Bad arguments.'}\n\n${USAGE}`);
    process.exitCode = 2;
    return;
  }
  const clinic = await startClinic({
    port: settings.port,
    seed: settings.seed,
    accessValidS: settings.accessValidS,
    liveEveryMs: settings.liveEveryMs,
    fhirChecksRevocation: settings.fhirChecksRevocation,
    ...(settings.stateDir === undefined ? {} : { state: createFileState(settings.stateDir, settings.seed) }),
  });
  process.stdout.write(`${JSON.stringify(clinic.urls)}\n`);
  if (!settings.quiet) process.stderr.write(`Demo clinic ready. Who you can be: ${clinic.urls.persons}\n`);
  const stop = (): void => {
    void clinic.close().then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

await main();

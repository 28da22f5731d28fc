import { parseArgs } from 'node:util';

/** What `main.ts` prints when it is asked for something else. */
export const USAGE = `node e2e/clinic/main.ts --port N [--seed S] [--state DIR] [--access-minutes M] [--fhir-checks-revocation] [--quiet]

  --port N                  port on 127.0.0.1; 0 takes a free one
  --seed S                  the same seed grows the same clinic (default: medminder)
  --state DIR               keeps signing keys, revocations and disabled accounts over a restart
  --access-minutes M        life of access and ID tokens, 5 to 1440 (default: 60)
  --fhir-checks-revocation  the FHIR server asks the pool about each token, as few services do
  --live-ms N               mean time between two live events (default: 1000; 0: none)
  --quiet                   prints the JSON line only
`;

/** How the clinic is to be started, read from the command line. */
export interface Settings {
  readonly port: number;
  readonly seed: string;
  readonly stateDir: string | undefined;
  readonly accessValidS: number;
  readonly fhirChecksRevocation: boolean;
  readonly liveEveryMs: number;
  readonly quiet: boolean;
}

/** Reads the arguments; throws an error whose message says what is wrong with them. */
export function readSettings(args: readonly string[]): Settings {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string' },
      seed: { type: 'string', default: 'medminder' },
      state: { type: 'string' },
      'access-minutes': { type: 'string', default: '60' },
      'fhir-checks-revocation': { type: 'boolean', default: false },
      'live-ms': { type: 'string', default: '1000' },
      quiet: { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  if (values.port === '' || !Number.isInteger(port) || port < 0 || port > 65_535)
    throw new RangeError('--port must be 0 to 65535.');
  const minutes = Number(values['access-minutes']);
  if (!(minutes >= 5 && minutes <= 1440)) throw new RangeError('--access-minutes must be 5 to 1440.');
  const liveEveryMs = Number(values['live-ms']);
  if (!(liveEveryMs >= 0)) throw new RangeError('--live-ms must be 0 or more.');
  return {
    port,
    liveEveryMs,
    seed: values.seed,
    stateDir: values.state,
    accessValidS: Math.round(minutes * 60),
    fhirChecksRevocation: values['fhir-checks-revocation'],
    quiet: values.quiet,
  };
}

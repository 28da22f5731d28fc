import { startDemoClinic } from '../../e2e/support/demo-clinic.ts';
import type { FilePaths, Times } from './facts.ts';
import { filesHeld } from './files.ts';
import { withoutNetwork } from './no-network.ts';
import { offlinePhase, onlinePhase } from './phases.ts';
import { timed } from './timed.ts';

const [, , profile, importFrom, exportTo] = process.argv;
if (profile === undefined) throw new Error('run.ts PROFILE [IMPORT [EXPORT]]');
const paths: FilePaths | null =
  importFrom === undefined ? null : { importFrom, ...(exportTo === undefined ? {} : { exportTo }) };

const times: Times = {};
const clinic = await timed(times, 'clinic', async () => startDemoClinic());
let online: Awaited<ReturnType<typeof onlinePhase>>;
try {
  online = await onlinePhase(clinic, profile, paths, times);
} finally {
  await clinic.close();
}
const offline = await offlinePhase(online.offline, times, 'offline');
const noNetwork = await withoutNetwork(online.offline, times);

const { facts, files } = online;
const held =
  facts.events >= 50_000 &&
  facts.searchHits > 0 &&
  (files === null || filesHeld(files)) &&
  offline.events >= facts.events &&
  offline.searchHits >= facts.searchHits &&
  ('skipped' in noNetwork || noNetwork.events >= facts.events);

const line = {
  ok: held,
  ...facts,
  offlineEvents: offline.events,
  offlineSearchHits: offline.searchHits,
  noNetworkEvents: 'skipped' in noNetwork ? null : noNetwork.events,
  ...('skipped' in noNetwork ? { noNetworkSkipped: noNetwork.skipped } : {}),
  ...files,
  ms: times,
};
process.stdout.write(`SMOKE ${JSON.stringify(line)}\n`);
process.exitCode = held ? 0 : 1;

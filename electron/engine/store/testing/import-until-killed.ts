import { writeSync } from 'node:fs';
import type { IncomingEvent } from '../../audit/projection.ts';
import type { Place, Refusal } from '../../jobs/job-kind.ts';
import { DirectStore } from './direct.ts';
import { MADE_JOB, madeLine, placeOf } from './made-import.ts';
import { ANCHOR_MS } from './samples.ts';

/** Goes on with the made import from its checkpoint, without end, printing every line that was acknowledged. Killed by its test. */
const [file = '', key = ''] = process.argv.slice(2);
const store = new DirectStore(file, Buffer.from(key, 'hex'));
let line = Number(store.reader.job({ jobId: MADE_JOB }).checkpoint ?? 0);
for (let step = 0; ; step += 1) {
  const [events, places, refusals]: [IncomingEvent[], Place[], Refusal[]] = [[], [], []];
  for (const end = line + 1 + ((step * 7) % 60); line < end;) {
    line += 1;
    const what = madeLine(line);
    if (what.kind === 'refused') refusals.push(what.refusal);
    else {
      events.push(what.event);
      places.push(placeOf(line));
    }
  }
  const kept = { jobId: MADE_JOB, checkpoint: `${line}`, done: line, total: null, accepted: 0, duplicate: 0 };
  store.append(events, ANCHOR_MS, null, {
    kind: 'step',
    step: { ...kept, refusals, remarks: [], places },
  });
  if (step % 5 === 4) store.seal(ANCHOR_MS + 90 * 3_600_000);
  writeSync(1, `${line}\n`);
}

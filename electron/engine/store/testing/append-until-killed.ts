import { writeSync } from 'node:fs';
import { DirectStore } from './direct.ts';
import { ANCHOR_MS, event } from './samples.ts';

/** Appends and seals without end, printing the last seq of every batch that was acknowledged. Killed by its test. */
const [file = '', key = '', prefix = ''] = process.argv.slice(2);
const store = new DirectStore(file, Buffer.from(key, 'hex'));
for (let batch = 0; ; batch += 1) {
  const events = Array.from({ length: 1 + ((batch * 7) % 90) }, (_, index) =>
    event(
      { recordedMs: ANCHOR_MS + ((batch * 31 + index) % 50) * 3_600_000 },
      { resourceId: `${prefix}-${batch}-${index}`, note: `${prefix} ${batch} ${index}` },
    ),
  );
  const { newestSeq } = store.append(events, ANCHOR_MS, { name: 'fhir', value: `${prefix}-${batch}` });
  if (batch % 5 === 4) store.seal(ANCHOR_MS + 90 * 3_600_000);
  writeSync(1, `${newestSeq} ${prefix}-${batch}\n`);
}

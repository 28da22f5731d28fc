import type { EventProjection } from '../../audit/projection.ts';
import { runThread } from '../threads.ts';

/** Entry of the threads in tests: an event's raw bytes are the JSON of its projection, with anything added to it. */
runThread(() => (raw): EventProjection => {
  const text = Buffer.from(raw).toString('utf8');
  if (text === 'crash') process.exit(9);
  return JSON.parse(text) as EventProjection;
});

import { text } from 'node:stream/consumers';
import type { OfflineStart, Times } from './facts.ts';
import { offlinePhase } from './phases.ts';

const times: Times = {};
const start = JSON.parse(await text(process.stdin)) as OfflineStart;
const facts = await offlinePhase(start, times, 'noNetwork');
process.stdout.write(JSON.stringify({ facts, times }));

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DirectStore } from '../../electron/engine/store/testing/direct.ts';
import { ANCHOR_MS } from '../../electron/engine/store/testing/samples.ts';
import { DATABASE_KEY, dayKeyOf, LATER_MS, madeEvent } from './made-events.ts';
import type { Operation } from './operation.ts';
import { wholeStore, type Whole } from './whole.ts';

/** Fewer of a day than fill a block, so that all of them wait until their day is sealed. */
const DAYS = 48;
const OF_A_DAY = 60;
const EVENTS = DAYS * OF_A_DAY;

const fileIn = (folder: string): string => join(folder, 'audit.db');
const wholeIn = (folder: string): Whole => wholeStore(fileIn(folder), DATABASE_KEY, dayKeyOf);
let unsealed = '';

/** Closed days that wait are sealed one after the other, as when the console is closed. */
export const sealing: Operation = {
  name: 'sealing',
  variants: ['waiting'],
  prepare: async (folderOf) => {
    const folder = folderOf('waiting');
    const store = new DirectStore(fileIn(folder), DATABASE_KEY);
    const events = Array.from({ length: EVENTS }, (_, number) => madeEvent(number, DAYS));
    store.append(events, ANCHOR_MS);
    store.close();
    const { digest, waiting } = wholeIn(folder);
    assert.equal(waiting, EVENTS);
    unsealed = digest;
    await Promise.resolve();
  },
  work: async (folder, say) => {
    const store = new DirectStore(fileIn(folder), DATABASE_KEY);
    say('began');
    say(`sealed ${store.seal(LATER_MS)}`);
    await Promise.resolve();
  },
  check: async ({ folder, said }) => {
    const found = wholeIn(folder);
    assert.deepEqual([found.events, found.digest], [EVENTS, unsealed]);
    for (const [day, { waiting, sealed }] of found.days)
      assert.equal(Math.max(waiting, sealed), OF_A_DAY, `${day} is sealed as a whole or not at all`);
    if (said.some((line) => line.startsWith('sealed'))) assert.equal(found.waiting, 0);
    const store = new DirectStore(fileIn(folder), DATABASE_KEY);
    assert.equal(store.seal(LATER_MS), found.waiting);
    store.close();
    const { digest, waiting } = wholeIn(folder);
    assert.deepEqual([digest, waiting], [unsealed, 0]);
    await Promise.resolve();
    return { state: stateOf(found.waiting), isOver: true };
  },
};

function stateOf(waiting: number): string {
  if (waiting === 0) return 'all days sealed';
  return waiting === EVENTS ? 'no day sealed' : 'some days sealed';
}

import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { SessionState } from '../../../shared/domain/session.ts';
import { settingsSchema, type Settings } from '../../../shared/domain/settings.ts';
import { AppError, isAppError } from '../../../shared/errors.ts';
import { PendingChanges } from '../settings/pending-changes.ts';
import { ProfileFiles } from '../settings/profile-files.ts';
import { SettingsBook } from '../settings/settings-book.ts';
import { CrashingWorld } from '../vault/testing/crashing-world.ts';
import { SetupDesk } from './setup-desk.ts';

const settingsOf = (label: string): Settings =>
  settingsSchema.parse({
    label,
    region: 'eu-central-1',
    userPoolId: `eu-central-1_${label}`,
    clientId: '1example23456789',
    fhirBaseUrl: 'https://fhir.example.org/r4?key=geheim',
  });

/** A desk over a disk in memory, and services that are only a note of what they run on. */
function furnish() {
  const disk = new CrashingWorld();
  const book = new SettingsBook(
    {
      userDataDir: '/u',
      settingsFile: null,
      demoFile: null,
      policy: { file: '/nowhere/policy.json', mustExist: false, mayBelongToUser: true },
    },
    new ProfileFiles('/u', disk),
  );
  const pending = new PendingChanges('/u', { files: disk });
  let running: Settings | null = null;
  let turns: Promise<unknown> = Promise.resolve();
  const faults = { services: false };
  const state = (): SessionState =>
    running === null ? { kind: 'setup', reason: null } : { kind: 'signed-out' };
  const desk = new SetupDesk({
    book,
    pending,
    choose: async () => Promise.resolve(null),
    state,
    inTurn: async (change) => {
      const turn = turns.then(change);
      turns = turn.catch(() => undefined);
      return turn;
    },
    beginOn: async (settings, commit) => {
      if (faults.services) throw new AppError('keychain/locked', 'planted');
      await commit();
      running = settings;
    },
  });
  return { disk, book, pending, desk, faults, running: () => running };
}

const label = fc.constantFrom('North', 'South', 'West');
const id = fc.constantFrom('north', 'south', 'west', 'north-2');
const fault = fc.constantFrom('none', 'none', 'none', 'services', 'disk-full', 'folder-sync');
const step = fc.oneof(
  fc.record({ kind: fc.constant('add' as const), label, fault }),
  fc.record({ kind: fc.constant('change' as const), id, label, fault }),
  fc.record({ kind: fc.constant('use' as const), id, fault }),
  fc.record({ kind: fc.constant('remove' as const), id, fault }),
);

it('runs on the profile in use, whatever is added, changed, chosen, removed, and fails', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const { disk, book, desk, faults, running } = furnish();
      for (const each of steps) {
        const before = { view: await desk.view(), running: running() };
        faults.services = each.fault === 'services';
        disk.fault = each.fault === 'disk-full' || each.fault === 'folder-sync' ? each.fault : 'none';
        let refused: unknown = null;
        try {
          if (each.kind === 'add') await desk.save(undefined, settingsOf(each.label));
          if (each.kind === 'change') await desk.save(each.id, settingsOf(each.label));
          if (each.kind === 'use') await desk.use(each.id);
          if (each.kind === 'remove') await desk.remove(each.id);
        } catch (error) {
          refused = error;
        }
        disk.fault = 'none';
        const { profiles } = await desk.view();
        expect(refused === null || isAppError(refused)).toBe(true);
        // A folder that cannot be synced leaves it open whether the new file stands; all other failures change nothing.
        const certain = each.fault !== 'folder-sync';
        const changed = refused === null || !certain;
        const after = { view: await desk.view(), running: running() };
        expect(after).toEqual(changed ? after : before);
        expect(profiles.filter(({ active }) => active).length).toBeLessThanOrEqual(1);
        const { chosen } = await book.open();
        const fits = running() === null || !certain ? chosen : { kind: 'settings', settings: running() };
        expect(chosen).toEqual(fits);
        // What a later step is compared with must not depend on an open question.
        if (each.fault === 'folder-sync' && refused !== null) return;
      }
    }),
    { numRuns: 300 },
  );
});

it('tells the log of what was done and of nothing that failed, and no path or query of an address', async () => {
  const { desk, faults, pending } = furnish();
  await desk.save(undefined, settingsOf('North'));
  await desk.use('north');
  faults.services = true;
  await expect(desk.save('north', settingsOf('South'))).rejects.toMatchObject({ code: 'keychain/locked' });
  const told: string[] = [];
  await pending.record(async ({ about }) => {
    told.push(about ?? '');
    return Promise.resolve();
  });
  expect(told.map((about) => about.replace(/^at \S+ /, ''))).toEqual([
    'nobody signed in: connections added: north “North”, pool eu-central-1_North, client 1example23456789, audit server https://fhir.example.org',
    'nobody signed in: connections put in use: north “North”, pool eu-central-1_North, client 1example23456789, audit server https://fhir.example.org',
  ]);
  expect(told.join()).not.toContain('geheim');
});

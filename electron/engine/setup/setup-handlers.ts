import type { Handlers } from '../../ipc/pipeline.ts';
import type { SetupDesk } from './setup-desk.ts';

type SetupCall = Extract<keyof Handlers, `setup.${string}`>;

/** The calls of first run and settings; they are answered whether the services run or not. */
export function setupHandlers(desk: SetupDesk): Pick<Handlers, SetupCall> {
  return {
    'setup.view': async () => desk.view(),
    'setup.test': async ({ draft, step }) => desk.test(draft, step),
    'setup.save': async ({ profileId, settings }) => desk.save(profileId, settings),
    'setup.use': async ({ profileId }) => desk.use(profileId),
    'setup.remove': async ({ profileId }) => desk.remove(profileId),
    'setup.chooseFile': async () => {
      const chosen = await desk.chooseFile();
      return chosen === null ? null : { ...chosen, draft: { ...chosen.draft }, faults: [...chosen.faults] };
    },
  };
}

import { useState, type JSX } from 'react';
import type { Profile, Setup } from '../../shared/domain/setup.ts';
import { toErrorValue } from '../../shared/errors.ts';
import { askPlainly } from '../api/ask.ts';
import type { Failure } from '../errors/failure.ts';
import { assertNever } from '../../shared/assert-never.ts';
import { Choose, type Choice } from './Choose.tsx';
import { ConnectionForm } from './ConnectionForm.tsx';
import { ConnectionList } from './ConnectionList.tsx';
import { draftOf, settingsOf } from './form.ts';
import { NamePage } from './NamePage.tsx';
import { fixedFields, underPolicy } from './policy.ts';
import { summaryOf } from './test-run.ts';
import { TestPage } from './TestPage.tsx';
import { useKeeping } from './use-keeping.ts';
import { useTestRun } from './use-test-run.ts';
import { firstRoute, ofFile, ofProfile, withName, WORK_BEGINS, type Route, type Work } from './work.ts';
import { visibleText } from '../text/visible.ts';

export interface PagesProps {
  readonly setup: Setup;
  readonly behindLock: boolean;
  readonly reason: Failure | null;
  readonly onBack: (() => void) | null;
  readonly onUsed: () => void;
}

/** Leads through the pages. What was typed is kept here, so that no way back loses it. */
export function Pages({ setup, behindLock, reason, onBack, onUsed }: PagesProps): JSX.Element {
  const [route, setRoute] = useState<Route>(() => firstRoute(setup));
  const [work, setWork] = useState<Work>(WORK_BEGINS);
  const [choosing, setChoosing] = useState<Choice | null>(null);
  const [fileError, setFileError] = useState<Failure | null>(null);
  /** What is being changed in the list, and what was. */
  const [actingOn, setActingOn] = useState<string | null>(null);
  const [done, setDone] = useState('');
  const keeping = useKeeping();
  const test = useTestRun();

  const first = firstRoute(setup).at === 'choose';
  const fixed = fixedFields(setup.policy);
  const values = underPolicy(work.values, setup.policy);
  // The policy's values as they are, also of fields that the form does not show.
  const draft = { ...draftOf(values, work.carried), ...setup.policy.fixed };
  const title = work.profileId === null ? 'Connect to your pool and audit server' : 'Change the connections';

  const goTo = (next: Route): void => {
    keeping.forget();
    setFileError(null);
    setRoute(next);
  };
  const use = async (profile: Profile): Promise<void> => {
    setActingOn(profile.id);
    if (await keeping.use(profile.id)) onUsed();
  };
  const tryDemo = async (): Promise<void> => {
    if (setup.demo === null) return;
    const { userPoolId } = setup.demo;
    const known = setup.profiles.find(({ settings }) => settings.demo && settings.userPoolId === userPoolId);
    const profile = await keeping.save(setup.demo, known === undefined || known.managed ? null : known.id);
    if (profile !== null) await use(profile);
  };
  const chooseFile = async (): Promise<void> => {
    try {
      const file = await askPlainly('setup.chooseFile', {});
      if (file === null) return;
      setWork(ofFile(file));
      goTo({ at: 'form' });
    } catch (error) {
      setFileError(toErrorValue(error));
    }
  };
  const choose = async (choice: Choice): Promise<void> => {
    keeping.forget();
    setFileError(null);
    if (choice === 'own') {
      if (work.profileId !== null || work.file !== null) setWork(WORK_BEGINS);
      goTo({ at: 'form' });
      return;
    }
    setChoosing(choice);
    await (choice === 'demo' ? tryDemo() : chooseFile());
    setChoosing(null);
  };
  const save = async (start: boolean): Promise<void> => {
    const settings = settingsOf(draft);
    if (settings === null) return;
    const profile = await keeping.save(settings, work.profileId);
    if (profile === null) return;
    // From here on it is known: a second attempt must not keep it twice.
    setWork((before) => ({ ...before, profileId: profile.id }));
    if (start) await use(profile);
    else {
      setDone('Saved.');
      setWork(WORK_BEGINS);
      goTo({ at: 'list' });
    }
  };
  const remove = async (profile: Profile): Promise<void> => {
    setActingOn(profile.id);
    setDone((await keeping.remove(profile.id)) ? 'Removed.' : '');
  };

  switch (route.at) {
    case 'choose':
      return (
        <Choose
          setup={setup}
          first={first}
          busy={choosing}
          error={fileError ?? keeping.error ?? reasonToSay(reason)}
          onChoose={(choice) => void choose(choice)}
          onBack={first ? onBack : () => goTo({ at: 'list' })}
        />
      );
    case 'form':
      return (
        <ConnectionForm
          title={title}
          guided={work.guided}
          values={values}
          fixed={fixed}
          file={work.file}
          onChange={(next) => setWork((before) => ({ ...before, values: next }))}
          onNext={() => goTo({ at: 'test' })}
          onBack={() => goTo(work.guided ? { at: 'choose' } : { at: 'list' })}
        />
      );
    case 'test':
      return (
        <TestPage
          guided={work.guided}
          title="Test the connections"
          draft={draft}
          test={test}
          onNext={() => {
            setWork((before) => ({ ...before, values: withName(values) }));
            goTo({ at: 'name' });
          }}
          onBack={() => goTo({ at: 'form' })}
        />
      );
    case 'name':
      return (
        <NamePage
          guided={work.guided}
          values={values}
          fixed={fixed.has('label')}
          failedSteps={summaryOf(test.run).failed}
          maySaveOnly={!first && !work.inUse}
          busy={keeping.busy}
          error={keeping.error}
          onChange={(label) => setWork((before) => ({ ...before, values: { ...before.values, label } }))}
          onSave={(start) => void save(start)}
          onBack={() => goTo({ at: 'test' })}
        />
      );
    case 'check':
      return (
        <TestPage
          guided={false}
          title={`Test of ${visibleText(route.profile.settings.label, true)}`}
          draft={route.profile.settings}
          test={test}
          onNext={null}
          onBack={() => goTo({ at: 'list' })}
        />
      );
    case 'list':
      return (
        <ConnectionList
          setup={setup}
          behindLock={behindLock}
          error={keeping.error ?? reasonToSay(reason)}
          done={done}
          busyId={keeping.busy ? actingOn : null}
          onUse={(profile) => void use(profile)}
          onEdit={(profile) => {
            setWork(ofProfile(profile));
            goTo({ at: 'form' });
          }}
          onTest={(profile) => goTo({ at: 'check', profile })}
          onRemove={(profile) => void remove(profile)}
          onAdd={() => goTo({ at: 'choose' })}
        />
      );
    default:
      return assertNever(route);
  }
}

/** A console that was never set up needs no excuse: the page itself says so. */
function reasonToSay(reason: Failure | null): Failure | null {
  return reason?.code === 'settings/missing' ? null : reason;
}

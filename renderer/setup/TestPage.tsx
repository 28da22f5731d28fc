import { Button } from '@mantine/core';
import { useEffect, useEffectEvent, type JSX } from 'react';
import { Notice } from '../parts/Notice.tsx';
import type { Draft } from './form.ts';
import { Heading } from './Heading.tsx';
import { StepsBar } from './StepsBar.tsx';
import { STEPS, summaryOf, type Run, type Summary } from './test-run.ts';
import { TestRow } from './TestRow.tsx';
import type { TestRun } from './use-test-run.ts';
import { STEP_NAMES } from './words.ts';

export interface TestPageProps {
  readonly guided: boolean;
  readonly title: string;
  readonly draft: Draft;
  readonly test: TestRun;
  /** Goes on to keep the connections; null where they are only tested. */
  readonly onNext: (() => void) | null;
  readonly onBack: () => void;
}

/** Tests the connections step by step, and says of each what it is and what can be done. */
export function TestPage({ guided, title, draft, test, onNext, onBack }: TestPageProps): JSX.Element {
  const begin = useEffectEvent(() => test.begin(draft));
  const stop = useEffectEvent(() => test.stop());
  useEffect(() => {
    begin();
    return () => stop();
  }, []);
  const { run } = test;
  const summary = summaryOf(run);
  const failed = summary.finished && summary.failed > 0;
  return (
    <>
      {guided && <StepsBar at={2} />}
      <Heading>{title}</Heading>
      <p className="door-lead">
        Nobody is signed in for this: the console looks at what each service tells anybody who asks.
      </p>
      <ol className="test-list" aria-label="Steps of the test">
        {STEPS.map((step) => (
          <TestRow
            key={step}
            step={step}
            state={run[step]}
            busy={!summary.finished}
            onAgain={() => test.again(step)}
          />
        ))}
      </ol>
      <output className="sr-only">{spoken(run, summary)}</output>
      {summary.finished && <Verdict summary={summary} goesOn={onNext !== null} />}
      <div className="setup-buttons">
        {onNext !== null && !failed && (
          <Button disabled={!summary.finished} onClick={onNext}>
            Continue
          </Button>
        )}
        {onNext !== null && failed && <Button onClick={onBack}>Mend the settings</Button>}
        <Button variant="default" disabled={!summary.finished} onClick={() => test.again()}>
          Test again
        </Button>
        {onNext !== null && failed && (
          <Button variant="default" onClick={onNext}>
            Save anyway
          </Button>
        )}
        {(onNext === null || !failed) && (
          <Button variant="subtle" onClick={onBack}>
            Back
          </Button>
        )}
      </div>
    </>
  );
}

function Verdict({ summary, goesOn }: { readonly summary: Summary; readonly goesOn: boolean }): JSX.Element {
  if (summary.failed > 0) {
    return (
      <Notice tone="warn" title={`${counted(summary.failed, 'step has', 'steps have')} failed`}>
        <p>
          {goesOn
            ? 'People will hardly be able to sign in like this. Save it anyway only where you know why, for instance because this computer is not yet in its network.'
            : 'Each says above what can be done.'}
        </p>
      </Notice>
    );
  }
  if (summary.warnings > 0) {
    return (
      <Notice title={`It works, with ${counted(summary.warnings, 'remark', 'remarks')}`}>
        <p>Each says above what it means.</p>
      </Notice>
    );
  }
  return (
    <Notice title="Everything that can be tested works">
      <p>What only a sign-in can show, the first sign-in will.</p>
    </Notice>
  );
}

/** What a screen reader says as the test goes on. */
function spoken(run: Run, summary: Summary): string {
  const running = STEPS.find((step) => run[step].kind === 'running');
  if (running !== undefined) return `Testing: ${STEP_NAMES[running]}`;
  if (!summary.finished) return '';
  return `Test finished. ${summary.passed} passed, ${counted(summary.warnings, 'warning', 'warnings')}, ${summary.failed} failed, ${summary.skipped} not tested.`;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

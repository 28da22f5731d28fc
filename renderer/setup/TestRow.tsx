import { Loader } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCircle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
} from '@tabler/icons-react';
import type { JSX } from 'react';
import { assertNever } from '../../shared/assert-never.ts';
import type { TestStep } from '../../shared/domain/setup.ts';
import { wordsFor } from '../errors/words.ts';
import { Foreign } from '../text/Foreign.tsx';
import type { StepState } from './test-run.ts';
import { detailsOf, STEP_NAMES, testWords } from './words.ts';

type Look = 'waiting' | 'running' | 'passed' | 'warning' | 'failed' | 'skipped';

const LOOKS: Readonly<Record<Look, string>> = {
  waiting: 'Waiting',
  running: 'Testing …',
  passed: 'Passed',
  warning: 'Warning',
  failed: 'Failed',
  skipped: 'Not tested',
};

const ICONS = {
  waiting: IconCircle,
  passed: IconCircleCheck,
  warning: IconAlertTriangle,
  failed: IconCircleX,
  skipped: IconCircleDashed,
} as const;

export interface TestRowProps {
  readonly step: TestStep;
  readonly state: StepState;
  /** The test is still going on. */
  readonly busy: boolean;
  readonly onAgain: () => void;
}

/** One step of the test: how it went, and where it did not pass, why and what to do. */
export function TestRow({ step, state, busy, onAgain }: TestRowProps): JSX.Element {
  const look = lookOf(state);
  const name = STEP_NAMES[step];
  const again = look === 'warning' || look === 'failed';
  return (
    <li className="test-row" data-look={look}>
      <span className="test-icon" aria-hidden>
        <StepIcon look={look} />
      </span>
      <div className="test-body">
        <div className="test-head">
          <h2>{name}</h2>
          <span className="test-look">{LOOKS[look]}</span>
          {again && (
            <button
              type="button"
              className="text-button"
              disabled={busy}
              aria-label={`Test this step again: ${name}`}
              onClick={onAgain}
            >
              Test this step again
            </button>
          )}
        </div>
        <Finding state={state} />
      </div>
    </li>
  );
}

function StepIcon({ look }: { readonly look: Look }): JSX.Element {
  if (look === 'running') return <Loader size={16} />;
  const Icon = ICONS[look];
  return <Icon size={18} stroke={1.75} />;
}

function Finding({ state }: { readonly state: StepState }): JSX.Element | null {
  if (state.kind === 'waiting' || state.kind === 'running') return null;
  if (state.kind === 'broken') {
    const words = wordsFor(state.error);
    return (
      <div className="test-finding">
        <p>{words.title}</p>
        <p className="dim">{words.explanation}</p>
        <p>{words.remedy}</p>
        <Code code={state.error.code} details={[]} />
      </div>
    );
  }
  const { result } = state;
  const words = testWords(result);
  const details = detailsOf(result.detail);
  if (result.outcome === 'passed' || result.outcome === 'skipped') {
    return (
      <div className="test-finding dim">
        <p>
          {words.title}. {words.cause}
        </p>
      </div>
    );
  }
  return (
    <div className="test-finding">
      <p>
        <strong>{words.title}</strong>
      </p>
      <p className="dim">{words.cause}</p>
      {words.remedy !== null && <p>{words.remedy}</p>}
      <Code code={result.code} details={details} />
    </div>
  );
}

function Code({
  code,
  details,
}: {
  readonly code: string;
  readonly details: ReturnType<typeof detailsOf>;
}): JSX.Element {
  return (
    <p className="dim test-code">
      <span>
        Code: <code>{code}</code>
      </span>
      {details.map(({ name, value }) => (
        <span key={name}>
          {name}: <Foreign text={value} />
        </span>
      ))}
    </p>
  );
}

function lookOf(state: StepState): Look {
  switch (state.kind) {
    case 'waiting':
    case 'running':
      return state.kind;
    case 'broken':
      return 'failed';
    case 'done':
      return state.result.outcome;
    default:
      return assertNever(state);
  }
}

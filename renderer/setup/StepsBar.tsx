import { IconCheck } from '@tabler/icons-react';
import type { JSX } from 'react';

const STEPS = ['Choose', 'Connections', 'Test', 'Name and start'] as const;

/** Where a person is in the guided set-up, from 0. */
export function StepsBar({ at }: { readonly at: 0 | 1 | 2 | 3 }): JSX.Element {
  return (
    <ol className="setup-steps" aria-label="Steps of the set-up">
      {STEPS.map((step, index) => (
        <li key={step} data-past={index < at} {...(index === at && { 'aria-current': 'step' })}>
          <span className="setup-step-mark" aria-hidden>
            {index < at ? <IconCheck size={12} stroke={2.5} /> : index + 1}
          </span>
          {step}
          {index < at && <span className="sr-only"> (done)</span>}
        </li>
      ))}
    </ol>
  );
}

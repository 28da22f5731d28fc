import { IconBuildingHospital, IconFileImport, IconFlask } from '@tabler/icons-react';
import type { ComponentType, JSX } from 'react';
import type { Setup } from '../../shared/domain/setup.ts';
import type { Failure } from '../errors/failure.ts';
import { Notice } from '../parts/Notice.tsx';
import { Problem } from '../parts/Problem.tsx';
import { Heading } from './Heading.tsx';
import { NoSecrets } from './NoSecrets.tsx';
import { mayNotAddBecause } from './policy.ts';
import { StepsBar } from './StepsBar.tsx';

export type Choice = 'demo' | 'own' | 'file';

export interface ChooseProps {
  readonly setup: Setup;
  /** Nothing was ever set up here. */
  readonly first: boolean;
  readonly busy: Choice | null;
  readonly error: Failure | null;
  readonly onChoose: (choice: Choice) => void;
  readonly onBack: (() => void) | null;
}

interface Option {
  readonly choice: Choice;
  readonly icon: ComponentType<{
    readonly size: number;
    readonly stroke: number;
    readonly 'aria-hidden': true;
  }>;
  readonly title: string;
  readonly text: string;
}

const OPTIONS: readonly Option[] = [
  {
    choice: 'demo',
    icon: IconFlask,
    title: 'Try the demo clinic',
    text: 'A made-up clinic on this computer, with people, patients and an audit trail. Nothing leaves the computer.',
  },
  {
    choice: 'own',
    icon: IconBuildingHospital,
    title: 'Connect to our pool and audit server',
    text: 'You need a few values from the AWS console and the address of your FHIR server. Each is tested before it is kept.',
  },
  {
    choice: 'file',
    icon: IconFileImport,
    title: 'Use a settings file from your IT department',
    text: 'A file that ends in .json. You see what is in it and test it before it is kept.',
  },
];

/** The first page of the set-up: what to connect to. */
export function Choose({ setup, first, busy, error, onChoose, onBack }: ChooseProps): JSX.Element {
  const because = mayNotAddBecause(setup, false);
  const options = OPTIONS.filter(({ choice }) => choice !== 'demo' || setup.demo !== null);
  return (
    <>
      <StepsBar at={0} />
      <Heading>{first ? 'Welcome to MedMinder Console' : 'Add connections'}</Heading>
      <p className="door-lead">
        It shows who has access at your clinic, who is signed in, and what was done. First it must know the
        user pool in which people sign in and the server that keeps the audit trail.
      </p>
      <div className="stack">
        {error !== null && <Problem error={error} />}
        {because !== null && (
          <Notice title="Nothing can be added here">
            <p>{because}</p>
          </Notice>
        )}
        <ul className="setup-choices">
          {options.map(({ choice, icon: Icon, title, text }) => (
            <li key={choice}>
              <button
                type="button"
                className="setup-choice"
                disabled={because !== null || busy !== null}
                aria-busy={busy === choice}
                onClick={() => onChoose(choice)}
              >
                <Icon size={22} stroke={1.5} aria-hidden />
                <span>
                  <strong>{title}</strong>
                  <span className="dim">{busy === choice ? 'One moment …' : text}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
        <NoSecrets />
        {onBack !== null && (
          <div>
            <button type="button" className="text-button" onClick={onBack}>
              Back
            </button>
          </div>
        )}
      </div>
    </>
  );
}

import { useState } from 'react';
import type { CallName, RequestOf } from '../../shared/contract/calls.ts';
import type { SignInStep } from '../../shared/domain/session.ts';
import { toErrorValue } from '../../shared/errors.ts';
import { askPlainly } from '../api/ask.ts';
import { failed, FLOW_START, stepped, type Flow } from './flow.ts';

type SignInCall = Extract<
  CallName,
  | 'session.signIn'
  | 'session.answerCode'
  | 'session.givePreviousPassword'
  | 'session.setCacheAside'
  | 'session.unlock'
>;

export interface SignInControl {
  readonly flow: Flow;
  readonly busy: boolean;
  readonly take: <Name extends SignInCall>(name: Name, request: RequestOf<Name>) => void;
  readonly restart: () => void;
}

/** Walks the steps of a sign-in or an unlock. The page changes when the engine says that the session has changed. */
export function useSignIn(): SignInControl {
  const [flow, setFlow] = useState<Flow>(FLOW_START);
  const [busy, setBusy] = useState(false);

  const run = async (name: SignInCall, answer: Promise<SignInStep>): Promise<void> => {
    setBusy(true);
    // What went wrong before is not what is happening now.
    setFlow(({ stage }) => ({ stage, error: null }));
    try {
      const step = await answer;
      setFlow(stepped(step));
    } catch (error) {
      setFlow((now) => failed(now, toErrorValue(error), name === 'session.unlock'));
    } finally {
      setBusy(false);
    }
  };
  return {
    flow,
    busy,
    take: (name, request) => void run(name, askPlainly(name, request)),
    restart: () => setFlow(FLOW_START),
  };
}

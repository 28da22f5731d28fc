import {
  CALLS,
  isCallName,
  type CallName,
  type ParsedRequestOf,
  type ResponseOf,
} from '../../shared/contract/calls.ts';
import type { ActionEntry, CallSpec } from '../../shared/contract/spec.ts';
import type { Operator } from '../../shared/domain/session.ts';
import { AppError } from '../../shared/errors.ts';
import { mayDo } from '../../shared/permissions.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { isPlainData } from './plain-data.ts';

/** How each call is run once it has passed every check. */
export type Handlers = {
  readonly [Name in CallName]: (request: ParsedRequestOf<Name>) => Promise<ResponseOf<Name>>;
};

/** Who is at the desk, as far as the checks need to know. */
export interface OperatorPort {
  /** Null: nobody. Locked: somebody, who must give the password first. */
  readonly current: () => { readonly operator: Operator; readonly passwordAgeMs: number } | 'locked' | null;
}

/** Where the operator's acts are written. Rejects if the record could not be kept: then the act must not happen. */
export interface ActionLogPort {
  readonly before: (entry: ActionEntry) => Promise<string>;
  readonly after: (entry: ActionEntry, outcome: Result<unknown>, correlationId?: string) => Promise<void>;
}

export interface PipelineParts {
  readonly handlers: Handlers;
  readonly operators: OperatorPort;
  readonly actions: ActionLogPort;
}

/** Larger requests than this are refused unread; the largest honest one is a filter of a few hundred ids. */
const MAX_REQUEST_CHARS = 64 * 1024;

type AnySpec = CallSpec;
type AnyHandler = (request: unknown) => Promise<unknown>;

/**
 * Runs calls of the contract: shape → operator → permission → step-up → log → run → log → shape of the answer. The
 * sender was checked by the main process before. Never rejects.
 */
export function createPipeline(
  parts: PipelineParts,
): (name: string, request: unknown) => Promise<Result<unknown>> {
  return async (name, request) => {
    try {
      if (!isCallName(name)) throw new AppError('call/unknown', 'There is no such call.');
      const spec: AnySpec = CALLS[name];
      const parsed = parseRequest(spec, request);
      authorise(spec, parts);
      // Each handler takes what its own schema gives out; the table pairs them by name.
      const run = parts.handlers[name] as AnyHandler;
      const result = await runLogged(spec, parsed, run, parts.actions);
      return result.ok ? ok(checkResponse(spec, result.value)) : result;
    } catch (error) {
      return fail(error);
    }
  };
}

function parseRequest(spec: AnySpec, request: unknown): unknown {
  const data = isPlainData(request, MAX_REQUEST_CHARS);
  if (data === 'not-plain') throw new AppError('call/invalid-request', 'The request is not plain data.');
  if (data === 'too-large') throw new AppError('call/too-large', 'The request is too large.');
  const parsed = spec.request.safeParse(request);
  if (!parsed.success) {
    // Names of fields only: their values may hold a password or a patient.
    const fields = parsed.error.issues.map((issue) => issue.path.map(String).join('.')).join(', ');
    throw new AppError('call/invalid-request', 'The request does not fit the call.', { detail: { fields } });
  }
  return parsed.data;
}

function authorise(spec: AnySpec, { operators }: PipelineParts): void {
  if (spec.access === 'anyone') return;
  const current = operators.current();
  if (current === null) throw new AppError('auth/not-signed-in', 'Nobody is signed in.');
  if (current === 'locked') throw new AppError('auth/locked', 'The desk is locked.');
  if (!mayDo(current.operator.roles, spec.access)) {
    throw new AppError('auth/forbidden', 'The role does not include this.', {
      detail: { permission: spec.access },
    });
  }
  if (spec.stepUpMs !== null && current.passwordAgeMs > spec.stepUpMs) {
    throw new AppError('auth/step-up-required', 'The password must be given again for this.');
  }
}

async function runLogged(
  spec: AnySpec,
  request: unknown,
  run: AnyHandler,
  actions: ActionLogPort,
): Promise<Result<unknown>> {
  const entry = spec.log === null || spec.log.timing === 'service' ? null : spec.log.entry(request);
  if (entry === null) return settle(run(request));
  const correlationId = spec.log?.timing === 'around' ? await actions.before(entry) : undefined;
  const outcome = await settle(run(request));
  await actions.after(entry, outcome, correlationId);
  return outcome;
}

async function settle(running: Promise<unknown>): Promise<Result<unknown>> {
  try {
    return ok(await running);
  } catch (error) {
    return fail(error);
  }
}

function checkResponse(spec: AnySpec, value: unknown): unknown {
  const parsed = spec.response.safeParse(value);
  if (!parsed.success) {
    const fields = parsed.error.issues.map((issue) => issue.path.map(String).join('.')).join(', ');
    throw new AppError('call/invalid-response', 'The answer does not fit the call.', { detail: { fields } });
  }
  return parsed.data;
}

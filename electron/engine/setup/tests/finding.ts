import { settingsSchema, type Settings } from '../../../../shared/domain/settings.ts';
import type { TestCode, TestResult } from '../../../../shared/domain/setup.ts';
import { faultsOf } from '../../settings/parse-settings.ts';

/** Settings half filled in. */
export type Draft = Readonly<Record<string, unknown>>;

/** What a step found. */
export interface Finding {
  readonly outcome: TestResult['outcome'];
  readonly code: TestCode;
  readonly detail?: TestResult['detail'];
}

/** What the steps need of the world, so that tests can put another in its place. */
export interface Tools {
  /** Ends what is under way when the step's time is over. */
  readonly signal: AbortSignal;
  readonly now: () => number;
  /** True where the name has an address. */
  readonly resolves: (host: string) => Promise<boolean>;
}

export type StepTest = (draft: Draft, tools: Tools) => Promise<Finding>;

/** Ends a step from anywhere inside it: what was looked for is not there. */
export class Failed extends Error implements Finding {
  readonly outcome = 'failed';
  readonly code: TestCode;
  readonly detail: TestResult['detail'];

  constructor(code: TestCode, detail: TestResult['detail'] = {}) {
    super(code);
    this.name = 'Failed';
    this.code = code;
    this.detail = detail;
  }
}

/** The named fields of a draft, in their form. @throws Failed `test/fields-missing` */
export function fieldsOf<const Name extends keyof Settings>(
  draft: Draft,
  names: readonly Name[],
): Pick<Settings, Name> {
  const mask = Object.fromEntries(names.map((name) => [name, true as const]));
  const given = Object.fromEntries(names.flatMap((name) => (name in draft ? [[name, draft[name]]] : [])));
  const parsed = settingsSchema.pick(mask as never).safeParse(given);
  if (!parsed.success) throw new Failed('test/fields-missing', { fields: faultsOf(parsed.error).join(', ') });
  return parsed.data;
}

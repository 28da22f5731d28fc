import { parseDateClause } from './dates.ts';
import type { DateClause } from './dates.ts';
import { FhirError } from './outcome.ts';
import type { Order } from './store.ts';
import { isIndexedParam, PARAM_TYPES, relativeReference } from './terms.ts';
import type { IndexedParam } from './terms.ts';

export type Modifier = 'not' | 'missing' | 'exact' | 'contains';

/** One parameter of a search; the values of one are alternatives, several parameters must all hold. */
export type Clause =
  | {
      readonly kind: 'term';
      readonly param: IndexedParam;
      readonly values: readonly string[];
      readonly modifier: Modifier | undefined;
    }
  | { readonly kind: 'date'; readonly field: Order; readonly dates: readonly DateClause[] }
  | { readonly kind: 'id'; readonly ids: readonly string[] };

export interface SearchQuery {
  readonly clauses: readonly Clause[];
  readonly order: Order;
  readonly descending: boolean;
  /** Entries in a page. */
  readonly count: number;
  readonly onlyCount: boolean;
  readonly withTotal: boolean;
  /** What was understood, as the `self` link says. */
  readonly applied: readonly (readonly [string, string])[];
}

export const MAX_COUNT = 1000;
const DEFAULT_COUNT = 100;

export interface QueryRules {
  /** `Prefer: handling=strict`: refuse what is not understood instead of leaving it out. */
  readonly strict: boolean;
  /** False plays a server without `_lastUpdated`. */
  readonly lastUpdated: boolean;
}

const bad = (message: string): FhirError => new FhirError(400, 'invalid', message);

/** Splits at commas that no backslash protects (R4, "Escaping Search Parameters"). */
function alternatives(value: string): string[] {
  return value
    .split(/(?<!\\),/u)
    .map((one) => one.replaceAll(/\\(?<sign>[,|$\\])/gu, '$<sign>'))
    .filter((one) => one !== '');
}

function dateClause(name: string, value: string): Clause {
  const dates = alternatives(value).map((one) => {
    const clause = parseDateClause(one);
    if (clause === undefined) throw bad(`${name}: not a date of FHIR, or a prefix that is not supported`);
    return clause;
  });
  return { kind: 'date', field: name === 'date' ? 'recorded' : 'lastUpdated', dates };
}

const MODIFIERS: Readonly<Record<string, readonly Modifier[]>> = {
  token: ['not', 'missing'],
  string: ['exact', 'contains', 'missing'],
  reference: ['missing'],
  uri: ['missing'],
};

/** `patient:Patient=7` and `patient=https://…/Patient/7` come down to `Patient/7`. */
function referenceValues(values: readonly string[], type: string | undefined): readonly string[] {
  return values.map((value) =>
    value.includes('/')
      ? (relativeReference(value) ?? value)
      : type === undefined
        ? value
        : `${type}/${value}`,
  );
}

function termClause(param: IndexedParam, suffix: string | undefined, value: string): Clause | undefined {
  const type = PARAM_TYPES[param];
  const values = alternatives(value);
  if (type === 'reference' && suffix !== undefined && /^[A-Z]/u.test(suffix)) {
    return { kind: 'term', param, values: referenceValues(values, suffix), modifier: undefined };
  }
  const modifier = MODIFIERS[type]?.find((candidate) => candidate === suffix);
  if (suffix !== undefined && modifier === undefined) return undefined;
  if (modifier === 'missing' && value !== 'true' && value !== 'false')
    throw bad(`${param}:missing is true or false`);
  return {
    kind: 'term',
    param,
    values: type === 'reference' ? referenceValues(values, undefined) : values,
    modifier,
  };
}

function wholeNumber(name: string, value: string): number {
  if (!/^\d{1,9}$/u.test(value)) throw bad(`${name} must be a whole number`);
  return Number(value);
}

interface Draft {
  clauses: Clause[];
  order: Order;
  descending: boolean;
  count: number;
  onlyCount: boolean;
  withTotal: boolean;
}

/** Takes one parameter into the draft; false where the server does not know it. */
function take(draft: Draft, name: string, value: string, rules: QueryRules): boolean {
  switch (name) {
    case 'date':
      draft.clauses.push(dateClause(name, value));
      return true;
    case '_lastUpdated':
      if (!rules.lastUpdated) return false;
      draft.clauses.push(dateClause(name, value));
      return true;
    case '_id':
      draft.clauses.push({ kind: 'id', ids: alternatives(value) });
      return true;
    case '_count':
      draft.count = Math.min(wholeNumber(name, value), MAX_COUNT);
      if (draft.count === 0) draft.onlyCount = true;
      return true;
    case '_total':
      draft.withTotal = value !== 'none';
      return value === 'none' || value === 'accurate' || value === 'estimate';
    case '_summary':
      draft.onlyCount ||= value === 'count';
      return value === 'count' || value === 'false';
    case '_format':
      return value.includes('json');
    case '_sort': {
      const first = value.split(',')[0] ?? '';
      const field = first.replace(/^-/u, '');
      if (field !== 'date' && (field !== '_lastUpdated' || !rules.lastUpdated)) return false;
      draft.order = field === 'date' ? 'recorded' : 'lastUpdated';
      draft.descending = first.startsWith('-');
      return true;
    }
    default: {
      const [param = '', suffix] = name.split(':', 2);
      const clause = isIndexedParam(param) ? termClause(param, suffix, value) : undefined;
      if (clause !== undefined) draft.clauses.push(clause);
      return clause !== undefined;
    }
  }
}

/**
 * Reads the parameters of an ITI-81 search. Newest recorded first unless `_sort` says otherwise. Throws FhirError 400
 * on a value that cannot be read and, when strict, on a parameter or modifier that is not known.
 */
export function parseQuery(params: Iterable<readonly [string, string]>, rules: QueryRules): SearchQuery {
  const draft: Draft = {
    clauses: [],
    order: 'recorded',
    descending: true,
    count: DEFAULT_COUNT,
    onlyCount: false,
    withTotal: true,
  };
  const applied: (readonly [string, string])[] = [];
  for (const [name, value] of params) {
    if (value === '') continue;
    if (take(draft, name, value, rules)) applied.push([name, value]);
    else if (rules.strict)
      throw new FhirError(400, 'not-supported', `The search parameter ${name} is not supported as asked`);
  }
  return { ...draft, applied };
}

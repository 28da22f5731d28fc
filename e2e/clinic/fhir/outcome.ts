/** R4 issue types that this server uses. */
export type IssueCode =
  | 'invalid'
  | 'structure'
  | 'required'
  | 'value'
  | 'not-supported'
  | 'not-found'
  | 'login'
  | 'forbidden'
  | 'duplicate'
  | 'multiple-matches'
  | 'expired'
  | 'exception';

/** A refusal that leaves as an OperationOutcome with its HTTP status. */
export class FhirError extends Error {
  readonly status: number;
  readonly issue: IssueCode;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    issue: IssueCode,
    diagnostics: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(diagnostics);
    this.name = 'FhirError';
    this.status = status;
    this.issue = issue;
    this.headers = headers;
  }
}

/** An OperationOutcome of one issue, as JSON. */
export function operationOutcome(
  issue: IssueCode,
  diagnostics: string,
  severity: 'error' | 'warning' = 'error',
): string {
  return JSON.stringify({
    resourceType: 'OperationOutcome',
    issue: [{ severity, code: issue, diagnostics }],
  });
}

import type { z } from 'zod';
import { invalidParameter, ServiceError } from './service-error.ts';

type Issue = z.core.$ZodIssue;

function memberName(path: readonly PropertyKey[]): string {
  const [first, ...rest] = path.map(String);
  if (first === undefined) return 'request';
  return [first.slice(0, 1).toLowerCase() + first.slice(1), ...rest].join('.');
}

function constraint(issue: Issue): string {
  switch (issue.code) {
    case 'too_small':
      return `Member must have ${issue.origin === 'string' ? 'length' : 'value'} greater than or equal to ${String(issue.minimum)}`;
    case 'too_big':
      return `Member must have ${issue.origin === 'string' ? 'length' : 'value'} less than or equal to ${String(issue.maximum)}`;
    case 'invalid_format':
      return `Member must satisfy regular expression pattern: ${issue.pattern ?? issue.format}`;
    case 'invalid_value':
      return `Member must satisfy enum value set: [${issue.values.map(String).join(', ')}]`;
    case 'custom':
    case 'invalid_element':
    case 'invalid_key':
    case 'invalid_type':
    case 'invalid_union':
    case 'not_multiple_of':
    case 'unrecognized_keys':
    default:
      return 'Member must not be null';
  }
}

/**
 * Checks a request against its shape and answers as AWS does: `InvalidParameterException` that counts and names what is
 * wrong, `SerializationException` where a value has the wrong JSON type. Values are never repeated: they may be secrets.
 */
export function parseRequest<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body, { reportInput: true });
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues;
  const mistyped = issues.find(
    (issue) => issue.code === 'invalid_type' && issue.input !== undefined && issue.input !== null,
  );
  if (mistyped)
    throw new ServiceError(
      'SerializationException',
      `Unexpected value type at '${memberName(mistyped.path)}'`,
    );
  const head = `${issues.length} validation error${issues.length === 1 ? '' : 's'} detected: `;
  throw invalidParameter(
    head +
      issues
        .map(
          (issue) =>
            `Value at '${memberName(issue.path)}' failed to satisfy constraint: ${constraint(issue)}`,
        )
        .join('; '),
  );
}

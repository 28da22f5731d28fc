import type { Page } from 'playwright';
import type { MedminderApi } from '../../shared/contract/api.ts';
import type { CallName, RequestOf, ResponseOf } from '../../shared/contract/calls.ts';
import type { ErrorValue } from '../../shared/errors.ts';
import { CallRefused } from './facts.ts';

/** A call as it goes into the page and comes back: plain data. */
interface Answer {
  readonly value?: unknown;
  readonly error?: ErrorValue;
}

/** Makes a call of the contract from inside the page, as the page's own code does. @throws {CallRefused} */
export async function ask<Name extends CallName>(
  page: Page,
  name: Name,
  request: RequestOf<Name>,
): Promise<ResponseOf<Name>> {
  const answer = (await page.evaluate(
    async ([call, body]) => {
      const { medminder } = globalThis as unknown as { medminder: MedminderApi };
      // Playwright's type of what arrives is wider than what was sent.
      return medminder.call(call, body as never);
    },
    [name, request] as const,
  )) as Answer;
  if (answer.error !== undefined) throw new CallRefused(name, answer.error.code);
  return answer.value as ResponseOf<Name>;
}

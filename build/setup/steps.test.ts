import { describe, expect, it } from 'vitest';
import { runSteps, SetupError } from './steps.mjs';
import type { Step } from './steps.mjs';

interface Fake {
  readonly step: Step;
  readonly acts: () => number;
}

/** A step whose state is one flag; `mend` says what acting does to it. */
function fake(
  title: string,
  mend: () => boolean,
  options: { there?: boolean; required?: boolean } = {},
): Fake {
  let there = options.there ?? false;
  let acts = 0;
  return {
    acts: () => acts,
    step: {
      title,
      why: `needs ${title}`,
      required: options.required ?? true,
      check: () => there,
      act: () => {
        acts += 1;
        there = mend();
      },
      otherwise: () => `Type: get ${title}`,
    },
  };
}

function fails(): boolean {
  throw new Error('no network');
}

describe('runSteps', () => {
  it('passes over in silence what is there', async () => {
    const lines: string[] = [];
    const there = fake('bread', () => true, { there: true });
    expect(await runSteps([there.step], (line) => lines.push(line))).toEqual({ done: [], failed: [] });
    expect(lines).toEqual([]);
    expect(there.acts()).toBe(0);
  });

  it('says what it does and why, once, and then it is there', async () => {
    const lines: string[] = [];
    const bread = fake('bread', () => true);
    expect(await runSteps([bread.step], (line) => lines.push(line))).toEqual({ done: ['bread'], failed: [] });
    expect(lines).toEqual(['• bread: needs bread']);
    await runSteps([bread.step], (line) => lines.push(line));
    expect(bread.acts()).toBe(1);
  });

  it('stops at a required step that fails, with what to type', async () => {
    const after = fake('butter', () => true);
    const run = runSteps([fake('bread', fails).step, after.step], () => undefined);
    await expect(run).rejects.toThrow(SetupError);
    await expect(run).rejects.toThrow(/no network[\s\S]*Type: get bread/u);
    expect(after.acts()).toBe(0);
  });

  it('does not believe a step that ran and brought nothing', async () => {
    await expect(runSteps([fake('bread', () => false).step], () => undefined)).rejects.toThrow(
      'still not there',
    );
  });

  it('goes on after an optional step that fails, and says what serves instead', async () => {
    const lines: string[] = [];
    const after = fake('butter', () => true);
    const report = await runSteps([fake('bread', fails, { required: false }).step, after.step], (line) =>
      lines.push(line),
    );
    expect(report).toEqual({ done: ['butter'], failed: ['bread'] });
    expect(lines.join('\n')).toContain('Type: get bread');
  });
});

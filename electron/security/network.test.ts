import { expect, it } from 'vitest';
import { guardNetwork, mayLoad } from './network.ts';

it.each([
  ['app://console/assets/main.js', false, true],
  ['https://example.org/x.js', false, false],
  ['http://127.0.0.1:9000/', false, false],
  ['ws://127.0.0.1:9000/', false, false],
  ['file:///etc/passwd', false, false],
  ['data:text/html,x', false, false],
  ['devtools://devtools/bundled/inspector.html', false, false],
  ['devtools://devtools/bundled/inspector.html', true, true],
])('%s with tools=%s → %s', (url, tools, expected) => {
  expect(mayLoad(url, tools)).toBe(expected);
});

it('cancels what may not be loaded, and downloads', () => {
  let onRequest:
    | ((details: { url: string }, callback: (answer: { cancel?: boolean }) => void) => void)
    | undefined;
  let onDownload: ((event: { preventDefault: () => void }) => void) | undefined;
  guardNetwork(
    {
      webRequest: {
        onBeforeRequest: ((handler: typeof onRequest) => (onRequest = handler)) as never,
      },
      on: (_name, listener) => (onDownload = listener),
    },
    { developerTools: false },
  );
  const answers: (boolean | undefined)[] = [];
  onRequest?.({ url: 'https://example.org/' }, (answer) => answers.push(answer.cancel));
  onRequest?.({ url: 'app://console/' }, (answer) => answers.push(answer.cancel));
  expect(answers).toEqual([true, false]);
  let prevented = false;
  onDownload?.({ preventDefault: () => (prevented = true) });
  expect(prevented).toBe(true);
});

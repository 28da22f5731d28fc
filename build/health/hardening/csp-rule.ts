import { must, type Rule } from './rule.ts';
import { calls, children, constantObject, literal, properties, written } from './tree.ts';

/** Directives of CSP Level 3 and Trusted Types; a browser ignores a misspelt one in silence. */
const DIRECTIVES = new Set(
  (
    'default-src script-src script-src-elem script-src-attr style-src style-src-elem style-src-attr img-src font-src ' +
    'connect-src media-src object-src frame-src child-src worker-src manifest-src base-uri form-action ' +
    'frame-ancestors sandbox require-trusted-types-for trusted-types'
  ).split(' '),
);
/** All that a source list may say here: the app itself, or nothing. */
const SOURCES = new Set(["'none'", "'self'"]);
/** Directives whose words are not sources. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  'require-trusted-types-for': "'script'",
  'trusted-types': "'none'",
};
const NONE = ['default-src', 'connect-src', 'base-uri', 'form-action', 'frame-ancestors'];

export const cspRule: Rule = {
  name: 'csp',
  asks: "a policy of known directives that begins with default-src 'none', goes out with every answer, and needs no inline code",
  look(tree, report) {
    const csp = must(tree, 'electron/security/csp.ts', report);
    if (csp !== undefined) {
      const object = constantObject(csp, 'CSP_DIRECTIVES');
      const directives = properties(object);
      if (directives.has('…') || directives.size === 0) report(csp, 'the policy is not written out', object);
      for (const [name, list] of directives) {
        if (!DIRECTIVES.has(name)) report(csp, `there is no directive ${name}`, list);
        const words = children(list, 'elements').map((element) => literal(element));
        if (words.length === 0) report(csp, `${name} says nothing`, list);
        for (const word of words) {
          const fits = name in OTHER_WORDS ? word === OTHER_WORDS[name] : SOURCES.has(String(word));
          if (!fits) report(csp, `${name} allows ${String(word)}`, list);
        }
      }
      for (const name of NONE) {
        const [word] = children(directives.get(name), 'elements');
        if (literal(word) !== "'none'") report(csp, `${name} is not 'none'`, object);
      }
      for (const name of Object.keys(OTHER_WORDS)) {
        if (!directives.has(name)) report(csp, `${name} is missing`, object);
      }
      const headers = properties(constantObject(csp, 'SECURITY_HEADERS'));
      if (written(csp, headers.get('Content-Security-Policy')) !== 'CONTENT_SECURITY_POLICY') {
        report(csp, 'the policy is not among the headers');
      }
    }
    const answers = must(tree, 'electron/security/app-protocol.ts', report);
    if (answers !== undefined) {
      const made = calls(answers, 'Response');
      if (made.length === 0) report(answers, 'answers nothing');
      for (const response of made) {
        const given = properties(children(response, 'arguments')[1]).get('headers');
        if (!/^(?:SECURITY_HEADERS$|\{ \.\.\.SECURITY_HEADERS,)/u.test(written(answers, given))) {
          report(answers, 'an answer without the policy', response);
        }
        if (/Content-Security-Policy/iu.test(written(answers, given))) {
          report(answers, 'an answer that writes its own policy', response);
        }
      }
    }
    for (const page of tree.under('renderer/').filter(({ path }) => path.endsWith('.html'))) {
      if (/<script(?![^>]*\ssrc=)[^>]*>/iu.test(page.text)) report(page, 'a script within the page');
      if (/<style|\sstyle=|\son[a-z]+\s*=/iu.test(page.text)) report(page, 'style or code within the page');
      if (/(?:src|href)\s*=\s*["']?(?:https?:)?\/\//iu.test(page.text)) report(page, 'a file from elsewhere');
      if (/http-equiv/iu.test(page.text)) report(page, 'a policy of its own: the header is the only one');
    }
  },
};

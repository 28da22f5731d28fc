/** Runs in a page that takes text for markup or code; whoever reads `window.hostile` knows that it did. */
const RUNS = 'window.hostile=(window.hostile||0)+1;alert(1)';

/** Text that attacks whoever interprets it, by what it attacks. Each is legal in a string of JSON, written with its escapes. */
export const HOSTILE_STRINGS: readonly (readonly [attacks: string, text: string])[] = [
  ['markup', `<img src=x onerror="${RUNS}"><svg onload="${RUNS}">`],
  ['markup, out of an attribute', `"' onmouseover="${RUNS}" x="><script>${RUNS}</script>`],
  ['markup, out of a comment or of raw text', `--></title></textarea></style><script>${RUNS}</script>`],
  ['markup, escaped beforehand', '&lt;b&gt;&#60;script&#62;&amp;amp;'],
  ['markdown', `[x](javascript:${RUNS}) ![x](file:///etc/passwd) **b** <b>b</b>`],
  ['a link', `javascript:${RUNS}`],
  [
    'a template',
    `\${${RUNS}}{{constructor.constructor("${RUNS}")()}}<%= 1 %>#{1}\${jndi:ldap://127.0.0.1/a}`,
  ],
  ['SQL', `'; DROP TABLE event; -- " OR ""=" \`) UNION SELECT hash FROM leaf`],
  ['the syntax of full-text search', '"open NEAR(a b, 3) OR words : ^x* AND NOT (('],
  ['a spreadsheet', `=HYPERLINK("http://127.0.0.1","x")+cmd|' /C calc'!A0`],
  ['a spreadsheet, behind a tab', '\t@SUM(1+1)\r+1'],
  ['a path', '../../../../etc/passwd'],
  ['a path of Windows', String.raw`..\..\C:\Windows\CON.\\127.0.0.1\share`],
  ['a shell', '$(touch hostile) `touch hostile`; touch hostile & | > hostile'],
  ['a terminal', '\u001B[2J\u001B]0;title\u0007\u009B31m\b\u007F'],
  ['a line', 'one\r\ntwo\nthree\u2028four\u2029five\u0085six'],
  ['the end of a C string', 'before\u0000after'],
  ['the direction of text', '\u202Egnp.exe\u202C \u2066isolate \u200Fmark \u061C'],
  ['the eye, by what has no width', 'ad\u200Bm\u200Cin\u200D\u2060\uFEFF\u00AD\u180E\u{E0041}'],
  ['the eye, by what looks alike', 'аdmin pаypal ｆｕｌｌ ﬁ'],
  ['the form of Unicode', 'e\u0301 \u00E9 \u212B \u00C5 \u1E9B\u0323'],
  ['the height of a line', `Z${'\u0351\u036B\u0343\u036A\u0302'.repeat(30)} ${'\u0E49'.repeat(40)}`],
  ['the width of a line', `${'W'.repeat(3_000)}${'\uFDFD'.repeat(40)}`],
  ['half a character', 'a\uD800b\uDC00\uD83D'],
  ['emoji', '👩‍👩‍👧‍👦🏳️‍🌈🇺🇸👨🏿‍⚕️'],
  ['right to left', 'مريم 123 abc שלום'],
  ['an object of JavaScript', '__proto__'],
  ['a class of JavaScript', 'constructor'],
  ['a reader of Bundles', '}},{"resource":{"resourceType":"AuditEvent","id":"smuggled"}},"entry":[{'],
  ['a reader of lists', '},{"resourceType":"AuditEvent","id":"smuggled"}]'],
  ['a reader of escapes', String.raw`\u0000\"\\\n\ud800`],
  ['nothing', ''],
  ['blanks', ' \t '],
];

/**
 * An AuditEvent of FHIR R4 with the text in every element that holds text, and as a key in its extensions. What the
 * console keys on (type, id, time) stays sound.
 *
 * @returns JSON on one line, escapes only where JSON wants them or UTF-8 cannot say it
 */
export function hostileEvent(id: string, text: string, recorded = '2024-02-28T01:02:03Z'): string {
  const coding = { system: text, version: text, code: text, display: text };
  const concept = { coding: [coding], text };
  const reference = { reference: text, type: text, identifier: { system: text, value: text }, display: text };
  const extension = [{ url: text, valueString: text, [text]: text }];
  return JSON.stringify({
    resourceType: 'AuditEvent',
    id,
    meta: { source: text, profile: [text], security: [coding], tag: [coding] },
    implicitRules: text,
    language: text,
    text: { status: text, div: text },
    contained: [{ resourceType: text, id: text, name: [{ text }] }],
    extension,
    modifierExtension: extension,
    type: coding,
    subtype: [coding],
    action: text,
    period: { start: text, end: text },
    recorded,
    _recorded: { id: text, extension },
    outcome: text,
    outcomeDesc: text,
    purposeOfEvent: [concept],
    agent: [
      {
        type: concept,
        role: [concept],
        who: reference,
        altId: text,
        name: text,
        requestor: true,
        location: reference,
        policy: [text],
        media: coding,
        network: { address: text, type: text },
        purposeOfUse: [concept],
      },
    ],
    source: { site: text, observer: reference, type: [coding] },
    entity: [
      {
        what: reference,
        type: coding,
        role: coding,
        lifecycle: coding,
        securityLabel: [coding],
        name: text,
        description: text,
      },
      {
        query: Buffer.from(text, 'utf8').toString('base64'),
        detail: [{ type: text, valueString: text }],
      },
    ],
    // A computed key is a key like any other, `__proto__` too.
    unknown: { [text]: [text] },
  });
}

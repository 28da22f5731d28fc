import type { PersonRow } from './person-rows.ts';

/** Default-deny: the page's own style and script, and its own JSON. */
export const PERSONS_CSP =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export const PERSONS_CSS = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { margin: 2rem auto; max-width: 76rem; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
p { margin: 0 0 .75rem; max-width: 46rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); padding: .4rem .75rem .4rem 0; text-align: left; vertical-align: top; }
th { font-weight: 600; }
code { font: 14px/1.5 ui-monospace, monospace; user-select: all; white-space: nowrap; }
.code { font-size: 1.15rem; letter-spacing: .08em; }
.note { opacity: .75; white-space: nowrap; }
th[scope='row'], thead th { white-space: nowrap; }
`;

/** Renews the codes each second; without it the page shows those of the moment it was loaded. */
export const PERSONS_JS = `
const cells = new Map([...document.querySelectorAll('[data-code-of]')].map((cell) => [cell.dataset.codeOf, cell]));
async function renew() {
  const answer = await fetch('/_clinic/persons.json');
  const { persons } = await answer.json();
  for (const person of persons) {
    const cell = cells.get(person.username);
    if (!cell || !person.mfa) continue;
    cell.querySelector('.code').textContent = person.mfa.code;
    cell.querySelector('.note').textContent = person.mfa.spent
      ? 'used; next in ' + person.mfa.secondsLeft + ' s'
      : person.mfa.secondsLeft + ' s left';
  }
}
setInterval(() => { renew().catch(() => { /* the clinic has closed: the page keeps what it last showed */ }); }, 1000);
`;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Makes text safe between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');
}

function standingOf(row: PersonRow): string {
  if (!row.enabled) return 'disabled';
  return row.status === 'CONFIRMED' ? 'active' : 'must change the password first';
}

function codeCell(row: PersonRow): string {
  if (!row.mfa) return '<td class="note">no authenticator</td>';
  const note = row.mfa.spent ? `used; next in ${row.mfa.secondsLeft} s` : `${row.mfa.secondsLeft} s left`;
  return `<td data-code-of="${escapeHtml(row.username)}"><code class="code">${escapeHtml(row.mfa.code)}</code> <span class="note">${note}</span></td>`;
}

function table(caption: string, rows: readonly PersonRow[]): string {
  const body = rows
    .map(
      (row) =>
        `<tr><th scope="row">${escapeHtml(row.name)}</th><td>${escapeHtml(row.role)}${
          row.clinicId === null ? '' : `<br><span class="note">${escapeHtml(row.clinicId)}</span>`
        }</td><td><code>${escapeHtml(row.username)}</code></td><td><code>${escapeHtml(row.password)}</code></td>${codeCell(row)}<td>${standingOf(row)}</td></tr>`,
    )
    .join('\n');
  const head = ['Name', 'Role', 'User name', 'Password', 'One-time code', 'Account']
    .map((title) => `<th scope="col">${title}</th>`)
    .join('');
  return `<h2>${caption}</h2><div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table></div>`;
}

/** The page of persons: how a visitor of the demo learns whom to be. */
export function personsPage(rows: readonly PersonRow[], patientCount: number): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Persons of the demo clinic</title>
<link rel="stylesheet" href="/_clinic/persons.css">
<script src="/_clinic/persons.js" defer></script>
</head>
<body>
<main>
<h1>Persons of the demo clinic</h1>
<p>None of them exists. Sign in to the console as one of the operators: user name, password, then the one-time code. Each
code works once. Nothing like this page exists for a real user pool.</p>
${table(
  'Operators of the console',
  rows.filter((row) => row.operator),
)}
${table(
  'Staff without access to the console',
  rows.filter((row) => !row.operator),
)}
<p class="note">And ${patientCount} accounts of patients and their families, in <code>/_clinic/persons.json?all=1</code>.</p>
</main>
</body>
</html>
`;
}

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Attacker's text in a name: markup, a formula, a path, direction and control characters, all of it legal in JSON. */
const HOSTILE = '=HYPERLINK("http://evil")<img src=x onerror=alert(1)>../../../etc/passwd\u202E\u2028文';

/** An event as some server may have written it: members in any order, blanks anywhere, numbers as they stand. */
export function eventText(id: string, recordedMs: number): string {
  const recorded = new Date(recordedMs).toISOString();
  const name = JSON.stringify(`${HOSTILE} ${id}`);
  return `{ "id":"${id}","resourceType" : "AuditEvent",
    "type":{"system":"http://terminology.hl7.org/CodeSystem/audit-event-type","code":"rest"},"action":"R",
    "recorded":"${recorded}", "outcome":"0","agent":[{"requestor":true,"name":${name},"who":{"display":${name}}}],
    "source":{"observer":{"display":"\\u00fcber"}},"extension":[{"url":"urn:x","valueDecimal":1.0}] }`;
}

/** As {@link eventText}, on one line. */
export function eventLine(id: string, recordedMs: number): string {
  return eventText(id, recordedMs).replaceAll(/\n\s*/gu, ' ');
}

/** The lower-case hex SHA-256 of a text's UTF-8 bytes. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** The plain files of a folder by name. */
export function filesOf(folder: string): ReadonlyMap<string, string> {
  return new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

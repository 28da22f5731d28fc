import { isDeepStrictEqual } from 'node:util';
import { settingsSchema, type Settings } from '../../../shared/domain/settings.ts';
import type { Profile } from '../../../shared/domain/setup.ts';

/** What the action log says of a change: ids and origins of addresses, which are no secret; of the rest the field's name. */
export const inWords = {
  save: (id: string, settings: Settings, before: Profile | null): string => {
    if (before === null) return `connections added: ${facts(id, settings)}`;
    const fields = (Object.keys(settingsSchema.shape) as (keyof Settings)[]).filter(
      (field) => !isDeepStrictEqual(before.settings[field], settings[field]),
    );
    return `connections changed (${fields.join(', ') || 'nothing'}): ${facts(id, settings)}`;
  },
  use: ({ id, settings }: Profile): string => `connections put in use: ${facts(id, settings)}`,
  remove: ({ id, settings }: Profile): string => `connections removed: ${facts(id, settings)}`,
};

function facts(id: string, { label, userPoolId, clientId, fhirBaseUrl, cognitoEndpoint }: Settings): string {
  const own = cognitoEndpoint === undefined ? '' : ` at ${originOf(cognitoEndpoint)}`;
  return `${id} “${label}”, pool ${userPoolId}${own}, client ${clientId}, audit server ${originOf(fhirBaseUrl)}`;
}

/** Path and query stay out: some servers carry a key there. */
function originOf(url: string): string {
  return URL.parse(url)?.origin ?? 'unreadable';
}

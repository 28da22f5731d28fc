import { CLIENT_ID } from '../config.ts';
import { invalidParameter, notAuthorized, resourceNotFound, ServiceError } from '../service-error.ts';

/**
 * App clients that a person may have set up by mistake, for the test of the connections: they get as far as Cognito lets
 * such a client, and nobody signs in through them.
 */
export const UNFIT_CLIENTS = {
  withSecret: '4medminderclientwithsecret',
  withoutSrp: '4medminderclientwithoutsrp',
  revealingNames: '4medminderclientlegacynames',
} as const;

/** Answers InitiateAuth by SRP for a client other than the console's; does nothing for the console's own. */
export function refuseUnfitClient(clientId: string, isKnownUser: boolean): void {
  switch (clientId) {
    case CLIENT_ID:
      return;
    case UNFIT_CLIENTS.withSecret:
      throw notAuthorized(`Client ${clientId} is configured with secret but SECRET_HASH was not received`);
    case UNFIT_CLIENTS.withoutSrp:
      throw invalidParameter('USER_SRP_AUTH is not enabled for the client.');
    case UNFIT_CLIENTS.revealingNames:
      // PreventUserExistenceErrors LEGACY.
      if (!isKnownUser) throw new ServiceError('UserNotFoundException', 'User does not exist.');
      return;
    default:
      throw resourceNotFound(`User pool client ${clientId} does not exist.`);
  }
}

/** A failure as an AWS JSON 1.1 service answers it: `{ "__type": type, "message": message }`. */
export class ServiceError extends Error {
  /** The shape's name in the service model, such as `NotAuthorizedException`. */
  readonly type: string;
  /** HTTP status: 400 for the caller's faults, 500 for the service's. */
  readonly status: number;

  constructor(type: string, message: string, status = 400) {
    super(message);
    this.name = 'ServiceError';
    this.type = type;
    this.status = status;
  }
}

/** `NotAuthorizedException`: the one error of Cognito that means a dozen things, told apart by its message only. */
export function notAuthorized(message: string): ServiceError {
  return new ServiceError('NotAuthorizedException', message);
}

/** `InvalidParameterException`: the request is well-formed and wrong. */
export function invalidParameter(message: string): ServiceError {
  return new ServiceError('InvalidParameterException', message);
}

/** `ResourceNotFoundException`: a pool or client that does not exist. */
export function resourceNotFound(message: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', message);
}

/** What Cognito answers alike to a wrong password, an unknown user and a bad proof (PreventUserExistenceErrors). */
export function wrongCredentials(): ServiceError {
  return notAuthorized('Incorrect username or password.');
}

import { z } from 'zod';

/** The requests the pool takes, with the constraints of the service model `cognito-idp-2016-04-18`. */
const StringType = z.string().max(131_072);
const StringMap = z.record(StringType, StringType);
const ClientId = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[\w+]+$/);
const Session = z.string().min(20).max(2048);
const Token = z.string().regex(/^[A-Za-z0-9-_=.]+$/);
const Username = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u);
const UserPoolId = z
  .string()
  .min(1)
  .max(55)
  .regex(/^[\w-]+_[0-9a-zA-Z]+$/);
const QueryLimit = z.int().min(0).max(60);
const AttributeName = z
  .string()
  .min(1)
  .max(32)
  .regex(/^[\p{L}\p{M}\p{S}\p{N}\p{P}\t\n\r ]+$/u);
const DeviceKey = z
  .string()
  .min(1)
  .max(55)
  .regex(/^[\w-]+_[0-9a-f-]+$/);

const UserContext = z
  .object({ IpAddress: StringType.optional(), EncodedData: StringType.optional() })
  .optional();
const Analytics = z.object({ AnalyticsEndpointId: StringType.optional() }).optional();

export const InitiateAuthRequest = z.object({
  AuthFlow: z.enum([
    'USER_SRP_AUTH',
    'REFRESH_TOKEN_AUTH',
    'REFRESH_TOKEN',
    'CUSTOM_AUTH',
    'ADMIN_NO_SRP_AUTH',
    'USER_PASSWORD_AUTH',
    'ADMIN_USER_PASSWORD_AUTH',
    'USER_AUTH',
  ]),
  AuthParameters: StringMap.optional(),
  ClientMetadata: StringMap.optional(),
  ClientId,
  AnalyticsMetadata: Analytics,
  UserContextData: UserContext,
  Session: Session.optional(),
});

export const RespondToAuthChallengeRequest = z.object({
  ClientId,
  ChallengeName: z.enum([
    'SMS_MFA',
    'EMAIL_OTP',
    'SOFTWARE_TOKEN_MFA',
    'SELECT_MFA_TYPE',
    'MFA_SETUP',
    'PASSWORD_VERIFIER',
    'CUSTOM_CHALLENGE',
    'SELECT_CHALLENGE',
    'DEVICE_SRP_AUTH',
    'DEVICE_PASSWORD_VERIFIER',
    'ADMIN_NO_SRP_AUTH',
    'NEW_PASSWORD_REQUIRED',
    'SMS_OTP',
    'PASSWORD',
    'WEB_AUTHN',
    'PASSWORD_SRP',
  ]),
  Session: Session.optional(),
  ChallengeResponses: StringMap.optional(),
  AnalyticsMetadata: Analytics,
  UserContextData: UserContext,
  ClientMetadata: StringMap.optional(),
});

export const GetTokensFromRefreshTokenRequest = z.object({
  RefreshToken: Token,
  ClientId,
  ClientSecret: z
    .string()
    .min(24)
    .max(64)
    .regex(/^[\w+]+$/)
    .optional(),
  DeviceKey: DeviceKey.optional(),
  ClientMetadata: StringMap.optional(),
});

export const AccessTokenRequest = z.object({ AccessToken: Token });

export const RevokeTokenRequest = z.object({
  Token,
  ClientId,
  ClientSecret: z
    .string()
    .min(24)
    .max(64)
    .regex(/^[\w+]+$/)
    .optional(),
});

export const AdminUserRequest = z.object({ UserPoolId, Username });

export const AdminListGroupsForUserRequest = z.object({
  Username,
  UserPoolId,
  Limit: QueryLimit.optional(),
  NextToken: z.string().min(1).max(131_072).regex(/^\S+$/).optional(),
});

export const ListUsersRequest = z.object({
  UserPoolId,
  AttributesToGet: z.array(AttributeName).optional(),
  Limit: QueryLimit.optional(),
  PaginationToken: z.string().min(1).regex(/^\S+$/).optional(),
  Filter: z.string().max(256).optional(),
});

export type InitiateAuth = z.infer<typeof InitiateAuthRequest>;
export type RespondToAuthChallenge = z.infer<typeof RespondToAuthChallengeRequest>;
export type ListUsers = z.infer<typeof ListUsersRequest>;

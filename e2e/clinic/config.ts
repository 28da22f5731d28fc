/** The clinic's fixed names in the shapes AWS gives them. Neither account nor pool exists. */
export const REGION = 'eu-central-1';
export const ACCOUNT_ID = '111122223333';
/** The part of the pool's id after the underscore; SRP hashes it. */
export const POOL_NAME = 'DemoMedMd';
export const USER_POOL_ID = `${REGION}_${POOL_NAME}`;
export const CLIENT_ID = '4medminderconsoledemo26chr';
export const IDENTITY_POOL_ID = `${REGION}:6d6d6564-6d69-4e64-8572-64656d6f0001`;
/** `iss` of every token, exactly as Cognito's: it names AWS although the clinic answers on loopback. */
export const ISSUER = `https://cognito-idp.${REGION}.amazonaws.com/${USER_POOL_ID}`;
/** Key of the Logins map at the identity pool. */
export const LOGIN_PROVIDER = `cognito-idp.${REGION}.amazonaws.com/${USER_POOL_ID}`;

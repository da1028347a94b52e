import { parseJson, readNumber } from '@understudy/provider-utils';

/**
 * Returns when a token expires, in milliseconds since 1970.
 *
 * Reads `exp` of a JSON Web Token (RFC 7519, 4.1.4). Returns undefined for other tokens.
 */
export function readTokenExpiry(token: string): number | undefined {
  const [, payload, signature] = token.split('.');
  if (payload === undefined || signature === undefined) return undefined;
  const seconds = readNumber(parseJson(Buffer.from(payload, 'base64url').toString('utf8')), 'exp');
  return seconds === undefined ? undefined : seconds * 1000;
}

import { parseJson, readNumber } from '@understudy/core/provider';

/**
 * When a token ends, in milliseconds since 1970, by the `exp` of a JSON Web Token (RFC 7519,
 * 4.1.4); undefined for a token that does not show it.
 */
export function readTokenExpiry(token: string): number | undefined {
  const [, payload, signature] = token.split('.');
  if (payload === undefined || signature === undefined) return undefined;
  const seconds = readNumber(parseJson(Buffer.from(payload, 'base64url').toString('utf8')), 'exp');
  return seconds === undefined ? undefined : seconds * 1000;
}

import type { HttpResponse } from '../ports/http.ts';
import { mediaType } from './response-headers.ts';

const page = /^\s*<(?:!doctype\s+html|html|head|title|body)\b/i;
const challenge = /just a moment|challenge-platform/i;

/**
 * Returns whether a response is a bot challenge, such as Cloudflare's "Just a moment" page.
 *
 * Checks the header `cf-mitigated`, then the first 4096 characters of an HTML page, whatever its status is. Every HTML
 * page with status 403 is a bot challenge, because APIs send JSON.
 */
export function isBotChallenge(
  { status, headers }: Pick<HttpResponse, 'status' | 'headers'>,
  body: string,
): boolean {
  if (headers.get('cf-mitigated') === 'challenge') return true;
  if (mediaType(headers) !== 'text/html' && !page.test(body)) return false;
  return status === 403 || challenge.test(body.slice(0, 4096));
}

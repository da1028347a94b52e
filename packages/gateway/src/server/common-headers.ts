/** Returns the headers of every response. */
export function commonHeaders(
  requestId: string,
  path: string,
  origin: string | undefined,
): Readonly<Record<string, string>> {
  return {
    'x-request-id': requestId,
    // Anthropic's clients read this one.
    ...(path.startsWith('/v1/messages') && { 'request-id': requestId }),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(origin !== undefined && { 'access-control-allow-origin': origin, vary: 'origin' }),
  };
}

import type { IncomingHttpHeaders } from 'node:http';

import type { JsonObject } from '@understudy/core';

const headerNames = ['x-session-affinity', 'x-claude-code-session-id', 'session-id'] as const;

/**
 * Returns the id of the conversation of a request, so that a pool keeps its target. Undefined if the client sends none.
 * Clients with different keys never share a conversation.
 */
export function readAffinity(
  keyName: string,
  body: JsonObject,
  headers: IncomingHttpHeaders,
): string | undefined {
  const inBody = body['prompt_cache_key'];
  const inHeaders = headerNames.map((name) => headers[name]);
  const values = [inBody, ...inHeaders].filter((value) => typeof value === 'string');
  const session = values.find((value) => value !== '');
  return session === undefined ? undefined : `${keyName}:${session}`;
}

import { ConfigurationError } from '@understudy/core/provider';
import type { JsonObject } from '@understudy/core/provider';
import { readField, readObjectValue, readOptional } from '@understudy/provider-utils/internal';

/**
 * Rejects a request that has only the new messages of a conversation that the vendor stores. The target may be of
 * another vendor, and the id of the message is not the vendor's. After this message, Claude Code sends the complete
 * conversation, also in later requests.
 *
 * @throws ConfigurationError `invalid-request`
 */
export function assertComplete(body: JsonObject): void {
  const thread = readOptional(readField(body, 'thread'), readObjectValue) ?? {};
  const { type = 'create' } = thread;
  if (type === 'create') return;
  throw new ConfigurationError({
    code: 'invalid-request',
    path: 'thread.type',
    expected: '"create" and a complete conversation',
    received: 'a reference to stored messages',
    advice: 'capability_rejected: beta_header:message-threads-2026-08-12',
  });
}

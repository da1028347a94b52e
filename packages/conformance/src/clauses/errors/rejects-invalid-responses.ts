import type { ErrorCode } from '@understudy/core';

import { expectEqual, inCase } from '../../assertions.ts';
import type { Clause } from '../../clause.ts';
import { collectFailure } from '../../harness/collect-chat.ts';
import { findReply } from '../../harness/find-reply.ts';
import { delivering } from '../../harness/server-script.ts';
import { TestHarness } from '../../harness/test-harness.ts';
import { completeResponse } from '../../responses.ts';
import type { MockReply } from '../../wire-format.ts';

interface InvalidResponse {
  readonly name: string;
  readonly reply: MockReply;
  /** Codes that are accepted besides `malformed-response`. */
  readonly otherCodes?: readonly ErrorCode[];
}

const htmlPage = '<!doctype html><title>Welcome</title><p>Sign in to the network';
const incomplete = ['stream-truncated', 'empty-response'] as const;

export const rejectsInvalidResponses: Clause = {
  id: 'rejects-invalid-responses',
  rule: 'An HTML page, a redirect, an empty body, an unknown content encoding, or an invalid event fails with `malformed-response`. Redirects are not followed.',
  requires: 'wire',
  async check(context) {
    const response = findReply(context.wireFormat, completeResponse);
    for (const { name, reply, otherCodes = [] } of createInvalidResponses(response)) {
      await inCase(name, async () => {
        await using harness = await TestHarness.open(context, delivering(reply));
        await collectFailure(harness.chat(), 'malformed-response', ...otherCodes);
        const followed = harness.server.exchanges.filter(
          ({ request }) => request.path === '/elsewhere',
        );
        expectEqual('the number of requests after a redirect', followed.length, 0);
      });
    }
  },
};

function createInvalidResponses(response: MockReply): readonly InvalidResponse[] {
  const { headers, body = [] } = response;
  const encoded = { ...headers, 'content-encoding': 'unknown' };
  const htmlHeaders = { 'content-type': 'text/html' };
  const otherCodes = incomplete;
  return [
    { name: 'an HTML page', reply: { headers: htmlHeaders, body: [htmlPage] } },
    { name: 'a redirect', reply: { status: 307, headers: { location: '/elsewhere' } } },
    { name: 'an unknown content encoding', reply: { headers: encoded, body } },
    { name: 'an invalid event', reply: { headers, body: truncateOne(body) }, otherCodes },
    { name: 'invalid bytes', reply: { headers, body: ['\0 = ]}\n\n'] }, otherCodes },
    { name: 'an empty body', reply: { headers }, otherCodes },
    { name: 'status 204', reply: { status: 204 }, otherCodes },
  ];
}

/** Removes the last bytes of the chunk in the middle. */
function truncateOne(chunks: NonNullable<MockReply['body']>): NonNullable<MockReply['body']> {
  const middle = Math.floor(chunks.length / 2);
  return chunks.map((chunk, index) => (index === middle ? chunk.slice(0, -6) : chunk));
}

import { gzipSync } from 'node:zlib';

import type { ErrorCode } from '@understudy/core';

import type { Clause } from '../clause.ts';
import { collectFailure } from '../harness/collect-chat.ts';
import { bodyBytes } from '../harness/exchange.ts';
import { findReply } from '../harness/find-reply.ts';
import { delivering } from '../harness/server-script.ts';
import { TestHarness } from '../harness/test-harness.ts';
import { answered } from '../responses.ts';
import { expectEqual, inCase } from '../sentences.ts';
import type { MockReply } from '../wire-format.ts';

/** A reply that is no answer, and what it may end in beside malformed-response. */
interface Nonsense {
  readonly name: string;
  readonly reply: MockReply;
  readonly also?: readonly ErrorCode[];
}

const page = '<!doctype html><title>Welcome</title><p>Sign in to the network';
const nothing = ['stream-truncated', 'empty-response'] as const;

export const refusesWhatIsNoAnswer: Clause = {
  id: 'rejects-invalid-responses',
  rule: 'A page, a redirect, an empty body, an encoding nobody asked for or a broken event is malformed-response, never an answer; a redirect is not followed.',
  requires: 'wire',
  async check(subject) {
    for (const { name, reply, also = [] } of nonsenseLike(
      findReply(subject.wireFormat, answered),
    )) {
      await inCase(name, async () => {
        await using rehearsal = await TestHarness.open(subject, delivering(reply));
        await collectFailure(rehearsal.ask(), 'malformed-response', ...also);
        const followed = rehearsal.server.exchanges.filter(
          ({ request }) => request.path === '/elsewhere',
        );
        expectEqual('the number of requests after a redirect', followed.length, 0);
      });
    }
  },
};

function nonsenseLike(answer: MockReply): readonly Nonsense[] {
  const { headers, body = [] } = answer;
  const gzip = { ...headers, 'content-encoding': 'gzip' };
  return [
    { name: 'a page', reply: { headers: { 'content-type': 'text/html' }, body: [page] } },
    { name: 'a redirect', reply: { status: 307, headers: { location: '/elsewhere' } } },
    { name: 'gzip', reply: { headers: gzip, body: [gzipSync(bodyBytes(answer))] } },
    { name: 'a broken event', reply: { headers, body: breakOne(body) }, also: nothing },
    { name: 'bytes that mean nothing', reply: { headers, body: ['\0 = ]}\n\n'] }, also: nothing },
    { name: 'an empty body', reply: { headers }, also: nothing },
    { name: 'a 204', reply: { status: 204 }, also: nothing },
  ];
}

/** The same pieces, of which one in the middle lacks its end. */
function breakOne(pieces: NonNullable<MockReply['body']>): NonNullable<MockReply['body']> {
  const broken = Math.floor(pieces.length / 2);
  return pieces.map((piece, index) => (index === broken ? piece.slice(0, -6) : piece));
}

import { AssertionError } from 'node:assert';
import { gzipSync } from 'node:zlib';

import type { ErrorCode } from '@understudy/core';

import { answered } from '../answers.ts';
import type { Clause } from '../clause.ts';
import type { ConformanceOptions } from '../conformance-options.ts';
import { bodyBytes } from '../rehearsal/exchange.ts';
import { findReply } from '../rehearsal/find-reply.ts';
import { Rehearsal } from '../rehearsal/rehearsal.ts';
import { watchFailure } from '../rehearsal/watch.ts';
import { expectEqual } from '../sentences.ts';
import type { StagedReply } from '../stage.ts';

const html = { 'content-type': 'text/html' };
const page = '<!doctype html><title>Welcome</title><p>Sign in to the network';

export const refusesWhatIsNoAnswer: Clause = {
  id: 'refuses-what-is-no-answer',
  rule: 'A page, a redirect, an empty body, an encoding nobody asked for or bytes that mean nothing are malformed-response, never an answer; a redirect is not followed.',
  needs: 'wire',
  async check(subject) {
    const answer = findReply(subject.stage, answered);
    const { headers } = answer;
    await expectRefused(subject, 'a page', { headers: html, body: [page] });
    await expectRefused(subject, 'a redirect', { status: 307, headers: { location: '/elsewhere' } });
    await expectRefused(subject, 'an encoding nobody asked for', {
      headers: { ...headers, 'content-encoding': 'gzip' },
      body: [gzipSync(bodyBytes(answer))],
    });
    await expectRefused(subject, 'bytes that mean nothing', { headers, body: ['\0\u0001 = ]}\n\n'] }, 'stream-truncated');
    await expectRefused(subject, 'an empty body', { headers }, 'stream-truncated', 'empty-response');
    await expectRefused(subject, 'no content', { status: 204 }, 'stream-truncated', 'empty-response');
  },
};

async function expectRefused(
  subject: ConformanceOptions,
  what: string,
  reply: StagedReply,
  ...also: readonly ErrorCode[]
): Promise<void> {
  await using rehearsal = await Rehearsal.open(subject, {
    perform: (exchange) => exchange.deliver(reply),
  });
  try {
    await watchFailure(rehearsal.ask(), 'malformed-response', ...also);
  } catch (error) {
    throw error instanceof Error ? new AssertionError({ message: `of ${what}: ${error.message}` }) : error;
  }
  const elsewhere = rehearsal.server.exchanges.filter(({ request }) => request.path === '/elsewhere');
  expectEqual('the number of requests to the target of a redirect', elsewhere.length, 0);
}

import type { ErrorCode } from '@understudy/core';

import { finish, say } from '../answers.ts';
import type { Clause } from '../clause.ts';
import type { Exchange } from '../rehearsal/exchange.ts';
import { findReply } from '../rehearsal/find-reply.ts';
import { Rehearsal } from '../rehearsal/rehearsal.ts';
import { watchFailure } from '../rehearsal/watch.ts';
import { expectTrue, inCase } from '../sentences.ts';
import type { StagedReply } from '../stage.ts';
import type { Subject } from '../subject.ts';

const mebibyte = 1024 * 1024;
/** Twice the largest bound of core. */
const mostBytes = 16 * mebibyte;
const filler = Buffer.alloc(mebibyte / 4, 'x');

export const boundsItsBuffers: Clause = {
  id: 'bounds-its-buffers',
  rule: 'A vendor that sends an event without end is left within a bound, with response-too-large; one that sends an error without end too.',
  needs: 'wire',
  async check(subject) {
    const { stage } = subject;
    const parts = stage?.answer(say('a')) ? say('a') : [...say('a'), finish];
    const answer = findReply(stage, { type: 'answer', parts });
    await inCase('an event', () => expectBounded(subject, answer, 'response-too-large'));
    const error = { ...stage?.refuse({ code: 'server-error', message: 'no' }), status: 500 };
    await inCase('an error', () => expectBounded(subject, error));
  },
};

/** The beginning of a reply, and then the same letter for as long as somebody listens. */
async function flood(exchange: Exchange, reply: StagedReply): Promise<void> {
  exchange.begin(reply);
  const [first = ''] = reply.body ?? [];
  await exchange.send(Buffer.from(first).subarray(0, 10));
  while (exchange.sentBytes < 3 * mostBytes) await exchange.send(filler);
  exchange.end();
}

async function expectBounded(
  subject: Subject,
  reply: StagedReply,
  ...codes: readonly ErrorCode[]
): Promise<void> {
  const perform = (exchange: Exchange): Promise<void> => flood(exchange, reply);
  await using rehearsal = await Rehearsal.open(subject, { perform });
  await watchFailure(rehearsal.ask(), ...codes);
  const { bytesRead } = rehearsal.probe;
  const sentence = `expected at most ${mostBytes} bytes without an end to be read`;
  expectTrue(bytesRead <= mostBytes, `${sentence}, and ${bytesRead} were`);
}

import { finish, say } from '../answers.ts';
import type { Clause } from '../clause.ts';
import type { ConformanceOptions } from '../conformance-options.ts';
import type { Exchange } from '../rehearsal/exchange.ts';
import { findReply } from '../rehearsal/find-reply.ts';
import { Rehearsal } from '../rehearsal/rehearsal.ts';
import { watchFailure } from '../rehearsal/watch.ts';
import { expectTrue } from '../sentences.ts';
import type { StagedReply } from '../stage.ts';

const mebibyte = 1024 * 1024;
/** The largest bound of our own is 8 MiB; the rest is what kernels hold. */
const mostBytes = 32 * mebibyte;
const filler = Buffer.alloc(mebibyte / 4, 'x');

export const boundsItsBuffers: Clause = {
  id: 'bounds-its-buffers',
  rule: 'A vendor that sends an event or an error without end is left within a bound, with response-too-large or what its status says.',
  needs: 'wire',
  async check(subject) {
    const { stage } = subject;
    const parts = stage?.answer(say('a')) ? say('a') : [...say('a'), finish];
    const answer = findReply(stage, { type: 'answer', parts });
    await expectBounded(subject, answer, 'an event');
    const error = stage?.refuse({ code: 'server-error', message: 'no' });
    await expectBounded(subject, { ...error, status: 500 }, 'an error body');
  },
};

/** The beginning of a reply, and then the same letter for as long as somebody listens. */
async function flood(exchange: Exchange, reply: StagedReply): Promise<void> {
  exchange.begin(reply);
  const [first = ''] = reply.body ?? [];
  await exchange.send(Buffer.from(first).subarray(0, 10));
  while (exchange.sentBytes < 2 * mostBytes) await exchange.send(filler);
  exchange.end();
}

async function expectBounded(
  subject: ConformanceOptions,
  reply: StagedReply,
  what: string,
): Promise<void> {
  const perform = (exchange: Exchange): Promise<void> => flood(exchange, reply);
  await using rehearsal = await Rehearsal.open(subject, { perform });
  await watchFailure(rehearsal.ask(), ...(what === 'an event' ? ['response-too-large'] as const : []));
  const sent = rehearsal.asked[0]?.sentBytes ?? 0;
  expectTrue(sent <= mostBytes, `expected ${what} without end to be left within ${mostBytes} bytes, and ${sent} were read`);
}

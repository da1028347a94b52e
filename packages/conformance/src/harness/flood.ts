import { expectTrue } from '../sentences.ts';
import type { MockReply } from '../wire-format.ts';
import type { Exchange } from './exchange.ts';
import type { ServerScript } from './server-script.ts';
import type { TestHarness } from './test-harness.ts';

const mebibyte = 1024 * 1024;
/** Twice the largest bound of core. */
const mostBytes = 16 * mebibyte;
const filler = Buffer.alloc(mebibyte / 4, 'x');

/** The vendor begins a reply, and then sends the same letter for as long as somebody listens. */
export function flooding(reply: MockReply): ServerScript {
  return { handler: (exchange) => flood(exchange, reply) };
}

/** That the flood was left in time. */
export function expectBound({ probe }: TestHarness): void {
  const sentence = `expected at most ${mostBytes} bytes without an end to be read`;
  expectTrue(probe.bytesRead <= mostBytes, `${sentence}, and ${probe.bytesRead} were`);
}

async function flood(exchange: Exchange, reply: MockReply): Promise<void> {
  exchange.begin(reply);
  const [first = ''] = reply.body ?? [];
  await exchange.send(Buffer.from(first).subarray(0, 10));
  while (exchange.sentBytes < 3 * mostBytes) await exchange.send(filler);
  exchange.end();
}

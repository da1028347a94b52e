import type { SizeLimits } from '@understudy/core';

import { expectTrue } from '../assertions.ts';
import type { MockReply } from '../wire-format.ts';
import type { Exchange } from './exchange.ts';
import type { ServerScript } from './server-script.ts';
import type { TestHarness } from './test-harness.ts';

const mebibyte = 1024 * 1024;
/** The size limits of a runtime whose vendor sends a body without end. */
export const floodLimits: Pick<SizeLimits, 'maxEventBytes' | 'maxJsonBytes'> = {
  maxEventBytes: 8 * mebibyte,
  maxJsonBytes: 8 * mebibyte,
};

/** Twice the highest size limit of the runtime. */
const maxBytes = 16 * mebibyte;
const filler = Buffer.alloc(mebibyte / 4, 'x');

/** Sends the first bytes of a reply, then the same character until the client closes the connection. */
export function flooding(reply: MockReply): ServerScript {
  return { handler: (exchange) => flood(exchange, reply) };
}

/** @throws AssertionError if the provider read more than 16 MiB */
export function expectBounded({ provider }: TestHarness): void {
  expectTrue(
    provider.bytesRead <= maxBytes,
    `expected the provider to read at most 16 MiB of a body without end, received ${provider.bytesRead} bytes`,
  );
}

async function flood(exchange: Exchange, reply: MockReply): Promise<void> {
  exchange.begin(reply);
  const [first = ''] = reply.body ?? [];
  await exchange.send(Buffer.from(first).subarray(0, 10));
  while (exchange.sentBytes < 3 * maxBytes) await exchange.send(filler);
  exchange.end();
}

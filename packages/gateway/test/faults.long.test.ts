import { openAiFaultNames, readOpenAiFault } from '@understudy/emulator';
import type { OpenAiFaultName } from '@understudy/emulator';
import { expect, it } from 'vitest';

import { completeClients, streamClients } from './clients.ts';
import type { Client } from './clients.ts';
import { prompt, startFixture } from './fixture.ts';
import type { Fixture } from './fixture.ts';

/** What a caller of the chain sees, and how many requests each vendor has received. */
interface Outcome {
  /** Undefined for a failure. */
  readonly text: string | undefined;
  readonly requests: readonly [primary: number, backup: number];
}

const timeouts = {
  headersMs: 500,
  firstContentMs: 500,
  idleMs: 500,
  totalMs: 2000,
  usageGraceMs: 20,
};
const waiting = { maxRetries: 1, initialDelayMs: 1, maxDelayMs: 1, maxWaitMs: 0 };

function start(): Promise<Fixture> {
  return startFixture({ runtime: { timeouts, retry: waiting, breaker: false } });
}

async function observe(
  fixture: Fixture,
  fault: OpenAiFaultName,
  run: () => Promise<string>,
): Promise<Outcome> {
  const { primary, backup, understudy } = fixture;
  understudy.resetHealth();
  primary.setFaults([readOpenAiFault(`${fault}=always`)]);
  const before = [primary.requests.length, backup.requests.length] as const;
  const text = await run().catch(() => undefined);
  return {
    text,
    requests: [primary.requests.length - before[0], backup.requests.length - before[1]],
  };
}

/** The chain itself, without a gateway, decides what is right. */
async function expectedOf(
  fixture: Fixture,
  fault: OpenAiFaultName,
  isStream: boolean,
): Promise<Outcome> {
  return observe(fixture, fault, async () => {
    const chat = fixture.understudy.chat({
      model: 'support',
      messages: [{ role: 'user', content: prompt }],
    });
    if (!isStream) return (await chat.response()).text;
    let text = '';
    for await (const piece of chat.textStream) text += piece;
    return text;
  });
}

const faults = openAiFaultNames.filter((name) => !name.startsWith('models-'));

async function findDifferences(send: Client, isStream: boolean): Promise<readonly string[]> {
  await using fixture = await start();
  await using oracle = await start();
  const findDifference = async (fault: OpenAiFaultName): Promise<string | undefined> => {
    const expected = await expectedOf(oracle, fault, isStream);
    const actual = await observe(fixture, fault, () => send(fixture.url));
    const texts = [expected, actual].map((outcome) => JSON.stringify(outcome));
    return texts[0] === texts[1]
      ? undefined
      : `${fault}: expected ${texts[0]}, received ${texts[1]}`;
  };
  const differences: string[] = [];
  for (const fault of faults) {
    // A busy machine can exceed a timeout on one side.
    const difference = (await findDifference(fault)) && (await findDifference(fault));
    if (difference !== undefined) differences.push(difference);
  }
  return differences;
}

// A client that retries, or that reads a cut stream as a success, differs from the chain itself.
it.concurrent.for(Object.entries(streamClients))(
  '%s streams what the chain streams, with every fault',
  { timeout: 180_000 },
  async ([, send]) => expect(await findDifferences(send, true)).toEqual([]),
);

it.concurrent.for(Object.entries(completeClients))(
  '%s receives what the chain returns, with every fault',
  { timeout: 180_000 },
  async ([, send]) => expect(await findDifferences(send, false)).toEqual([]),
);

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

const waiting = { maxRetries: 1, initialDelayMs: 1, maxDelayMs: 1, maxWaitMs: 0 };

/** @param limitMs - how long a vendor may be silent */
function start(limitMs: number): Promise<Fixture> {
  const timeouts = {
    headersMs: limitMs,
    firstContentMs: limitMs,
    idleMs: limitMs,
    totalMs: limitMs * 4,
    usageGraceMs: 20,
  };
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

type Pair = readonly [fixture: Fixture, oracle: Fixture];

async function findDifference(
  [fixture, oracle]: Pair,
  fault: OpenAiFaultName,
  send: Client,
  isStream: boolean,
): Promise<string | undefined> {
  const expected = JSON.stringify(await expectedOf(oracle, fault, isStream));
  const actual = JSON.stringify(await observe(fixture, fault, () => send(fixture.url)));
  return expected === actual ? undefined : `${fault}: expected ${expected}, received ${actual}`;
}

async function findDifferences(send: Client, isStream: boolean): Promise<readonly string[]> {
  await using impatient = await start(400);
  await using impatientOracle = await start(400);
  // On a busy machine, a vendor that is only slow can exceed the short limit on one side.
  await using patient = await start(8000);
  await using patientOracle = await start(8000);
  const differences: string[] = [];
  for (const fault of faults) {
    const difference =
      (await findDifference([impatient, impatientOracle], fault, send, isStream)) &&
      (await findDifference([patient, patientOracle], fault, send, isStream));
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

import { createUnderstudy, modelRef } from '@understudy/core';
import type { Understudy } from '@understudy/core';
import { startAnthropicEmulator } from '@understudy/emulator';
import { createGateway } from '@understudy/gateway';
import { anthropic } from '@understudy/provider-anthropic';

import type { Client } from './clients.ts';
import type { VendorFaults } from './fault-vendors.ts';
import { backupText, primaryText, prompt } from './fixture.ts';

/** What a caller of the chain sees, and how many requests each vendor has received. */
interface Outcome {
  /** Undefined for a failure. */
  readonly text: string | undefined;
  readonly requests: readonly [primary: number, backup: number];
}

/** A gateway over a chain of a vendor with faults, and one without. */
interface FaultyChain extends AsyncDisposable {
  readonly understudy: Understudy;
  readonly url: string;
  readonly setFault: (name: string) => void;
  /** The requests that each vendor has received. */
  readonly count: () => readonly [primary: number, backup: number];
}

const waiting = { maxRetries: 1, initialDelayMs: 1, maxDelayMs: 1, maxWaitMs: 0 };

/** @param limitMs - how long a vendor may be silent */
async function startChain({ model, start }: VendorFaults, limitMs: number): Promise<FaultyChain> {
  const primary = await start(primaryText);
  const backup = await startAnthropicEmulator({
    rules: [{ when: /./s, response: backupText }],
    charactersPerChunk: 10,
  });
  const understudy: Understudy = createUnderstudy({
    providers: [
      primary.definition,
      anthropic({ id: 'backup', apiKey: 'key', baseUrl: backup.baseUrl }),
    ],
    chains: { support: [modelRef(`primary/${model}`), modelRef('backup/claude-sonnet-5')] },
    timeouts: {
      headersMs: limitMs,
      firstContentMs: limitMs,
      idleMs: limitMs,
      totalMs: limitMs * 4,
      usageGraceMs: 20,
    },
    retry: waiting,
    breaker: false,
  });
  const gateway = createGateway({ understudy, models: ['support'] });
  return {
    understudy,
    url: await gateway.listen({ port: 0 }),
    setFault: primary.setFault,
    count: () => [primary.requests.length, backup.requests.length],
    [Symbol.asyncDispose]: async () => {
      await gateway.close({ graceMs: 0 });
      await understudy.close();
      await Promise.all([primary[Symbol.asyncDispose](), backup.close()]);
    },
  };
}

async function observe(
  { understudy, setFault, count }: FaultyChain,
  fault: string,
  run: () => Promise<string>,
): Promise<Outcome> {
  understudy.resetHealth();
  setFault(fault);
  const before = count();
  const text = await run().catch(() => undefined);
  const after = count();
  return { text, requests: [after[0] - before[0], after[1] - before[1]] };
}

/** The chain itself, without a gateway, decides what is right. */
async function expectedOf(chain: FaultyChain, fault: string, isStream: boolean): Promise<Outcome> {
  return observe(chain, fault, async () => {
    const chat = chain.understudy.chat({
      model: 'support',
      messages: [{ role: 'user', content: prompt }],
    });
    if (!isStream) return (await chat.response()).text;
    let text = '';
    for await (const piece of chat.textStream) text += piece;
    return text;
  });
}

type Pair = readonly [chain: FaultyChain, oracle: FaultyChain];

async function findDifference(
  [chain, oracle]: Pair,
  fault: string,
  send: Client,
  isStream: boolean,
): Promise<string | undefined> {
  const expected = JSON.stringify(await expectedOf(oracle, fault, isStream));
  const actual = JSON.stringify(await observe(chain, fault, () => send(chain.url)));
  return expected === actual ? undefined : `${fault}: expected ${expected}, received ${actual}`;
}

/** Compares what a client receives with what the chain itself returns, for every fault of a vendor. */
export async function findDifferences(
  vendor: VendorFaults,
  send: Client,
  isStream: boolean,
): Promise<readonly string[]> {
  await using impatient = await startChain(vendor, 200);
  await using impatientOracle = await startChain(vendor, 200);
  // On a busy machine, a vendor that is only slow can exceed the short limit on one side.
  await using patient = await startChain(vendor, 8000);
  await using patientOracle = await startChain(vendor, 8000);
  const differences: string[] = [];
  for (const fault of vendor.names) {
    const difference =
      (await findDifference([impatient, impatientOracle], fault, send, isStream)) &&
      (await findDifference([patient, patientOracle], fault, send, isStream));
    if (difference !== undefined) differences.push(difference);
  }
  return differences;
}

import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import type { Contestant, ContestantEntry } from '../harness/contestant.ts';
import { assertText } from './assert-text.ts';
import type { ChatClient, CreateChatClient } from './chat-client.ts';
import { readResponse } from './read-response.ts';
import { runConcurrently } from './run-concurrently.ts';

export interface OldSpaceWork {
  /** Responses per repetition, and of the warm-up. */
  readonly responses: number;
  readonly concurrency: number;
  /** Responses between two collections of the young generation. */
  readonly collectEvery: number;
  readonly responseText: string;
}

/**
 * Creates a contestant that requests short responses and measures how much V8's old space grows.
 *
 * The young generation is collected often. An object is moved to the old space if it is still
 * reachable after two collections, or if a dead object of the old space refers to it.
 */
export function oldSpaceEntry(
  name: string,
  createClient: CreateChatClient,
  work: OldSpaceWork,
): ContestantEntry {
  return {
    name,
    create: async (upstreamUrl) => new OldSpaceContestant(await createClient(upstreamUrl), work),
  };
}

class OldSpaceContestant implements Contestant {
  readonly #client: ChatClient;
  readonly #work: OldSpaceWork;
  readonly #collectYoung: () => void = createYoungCollector();

  constructor(client: ChatClient, work: OldSpaceWork) {
    this.#client = client;
    this.#work = work;
  }

  async repeat(): Promise<Record<'oldSpace', number>> {
    const { responses, concurrency, collectEvery, responseText } = this.#work;
    const bytesBefore = oldSpaceBytes();
    let ended = 0;
    await runConcurrently(responses, concurrency, async () => {
      assertText(await readResponse(this.#client), responseText);
      ended += 1;
      if (ended % collectEvery === 0) this.#collectYoung();
    });
    return { oldSpace: (oldSpaceBytes() - bytesBefore) / responses };
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}

/** Returns a function that collects the young generation. Does not require `--expose-gc`. */
export function createYoungCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('() => gc({ type: "minor" })');
  if (typeof collect !== 'function') throw new Error('expected V8 to expose gc()');
  return () => void collect();
}

export function oldSpaceBytes(): number {
  const spaces = getHeapSpaceStatistics();
  const oldSpace = spaces.find(({ space_name: name }) => name === 'old_space');
  return oldSpace?.space_used_size ?? Number.NaN;
}

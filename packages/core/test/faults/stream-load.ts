import { setImmediate as nextTurn } from 'node:timers/promises';

import type { ChatStream, Random, Understudy } from '@understudy/core';

/** What a target is to do, and how the caller leaves; drawn for each stream. */
interface Plan {
  readonly kind: (typeof kinds)[number];
  /** After how many texts, or turns. */
  readonly at: number;
  readonly target: string;
}

const failures = ['reset', 'cut', 'garble', 'refuse', 'drop'] as const;
const leavings = ['break', 'cancel', 'abort', 'unread'] as const;
const kinds = ['well', ...failures, ...leavings] as const;

export interface Load {
  readonly understudy: Understudy;
  readonly random: Random;
  readonly targets: readonly string[];
  readonly count: number;
  /** Given to every chat that is not aborted. */
  readonly signal: AbortSignal;
}

/** How a load went. */
export interface LoadReport {
  readonly whole: number;
  readonly failed: number;
  readonly left: number;
  /** What a caller saw that it may not see. */
  readonly wrong: readonly string[];
}

type Outcome = 'whole' | 'failed' | 'left';

const atOnce = 24;
export const wordCount = 12;

/** All that a target says to the chat of this name. */
export function wordsFor(name: string): readonly string[] {
  return Array.from({ length: wordCount }, (_, index) => `${name}.${index} `);
}

/** Runs many streams, some at once; a third of them fail or are left at a drawn moment. */
export async function runLoad(load: Load): Promise<LoadReport> {
  const outcomes = { whole: 0, failed: 0, left: 0 };
  const wrong: string[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < load.count) {
      const name = `chat${next}`;
      next += 1;
      const plan = draw(load);
      try {
        outcomes[await play(load, plan, name)] += 1;
      } catch (error) {
        wrong.push(`${name} ${JSON.stringify(plan)}: ${String(error)}`);
      }
      // The faults come by chance; a breaker that takes them for an outage would spare the sockets.
      load.understudy.resetHealth();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return { ...outcomes, wrong };
}

function draw({ random, targets }: Load): Plan {
  const pick = <Value>(values: readonly [Value, ...Value[]]): Value =>
    values[Math.floor(random.next() * values.length)] ?? values[0];
  const chance = random.next();
  const kind = chance < 2 / 3 ? 'well' : chance < 5 / 6 ? pick(failures) : pick(leavings);
  const [first = '', ...more] = targets;
  return { kind, at: Math.floor(random.next() * wordCount), target: pick([first, ...more]) };
}

async function play(load: Load, plan: Plan, name: string): Promise<Outcome> {
  const { kind, at, target } = plan;
  const controller = new AbortController();
  const signal = kind === 'abort' ? controller.signal : load.signal;
  const content = JSON.stringify({ ...plan, name });
  const messages = [{ role: 'user', content }] as const;
  const chat = load.understudy.chat({ model: `from-${target}`, messages }, { signal });
  if (kind === 'unread') return 'left';
  const reading = read(chat, kind === 'break' ? at : undefined);
  if (kind === 'cancel' || kind === 'abort') {
    for (let turn = 0; turn < at * 8; turn += 1) await nextTurn();
    if (kind === 'abort') controller.abort(new Error('enough'));
    else await chat.cancel();
  }
  const { text, ended, error } = await reading;
  const words = wordsFor(name).join('');
  if (error !== undefined && !isExpected(error, kind)) throw error;
  if (!words.startsWith(text)) throw new Error(`it said ${JSON.stringify(text)}`);
  if (ended && text !== words) throw new Error(`it ended after ${JSON.stringify(text)}`);
  return ended ? 'whole' : error && kind !== 'cancel' && kind !== 'abort' ? 'failed' : 'left';
}

interface Heard {
  readonly text: string;
  readonly ended: boolean;
  readonly error?: Error;
}

async function read(chat: ChatStream, wordsAtMost = Number.POSITIVE_INFINITY): Promise<Heard> {
  let text = '';
  let words = 0;
  try {
    for await (const word of chat.textStream) {
      text += word;
      words += 1;
      if (words > wordsAtMost) return { text, ended: false };
    }
    return { text, ended: true };
  } catch (error) {
    if (error instanceof Error) return { text, ended: false, error };
    throw error;
  }
}

/** Only what was drawn to fail may fail, and only with what the drawn fault ends in. */
function isExpected(error: Error, kind: Plan['kind']): boolean {
  const code = String(Reflect.get(error, 'code'));
  if (failures.some((failure) => failure === kind) && code === 'all-targets-failed') return true;
  switch (kind) {
    case 'reset':
    case 'drop':
      return code === 'connection-failed';
    case 'cut':
      return code === 'stream-truncated';
    case 'garble':
      return code === 'malformed-response';
    case 'cancel':
      return error.name === 'AbortError';
    case 'abort':
      return error.message === 'enough';
    case 'well':
    case 'refuse':
    case 'break':
    case 'unread':
      return false;
  }
}

import { getEventListeners } from 'node:events';

import type { Attempt, ChatEvent, ChatStream, Clock, Understudy } from '@understudy/core';

import type { SimulatedCaller } from './scenario.ts';

/** What a caller lived to see. */
export interface CallRecord {
  readonly caller: SimulatedCaller;
  readonly startedAt: number;
  /** The texts between resets. */
  readonly texts: string[];
  readonly events: ChatEvent[];
  outcome: 'running' | 'done' | 'failed' | 'left' | 'aborted';
  error: unknown;
  /** When the caller had enough, by leaving or aborting. */
  goneAt: number | undefined;
  endedAt: number | undefined;
  /** How often the stream came to an end. */
  ends: number;
  listeners: number;
  attempts: readonly Attempt[];
}

/** Lives the life of one caller. Resolves when it is over, never rejects. */
export async function call(
  caller: SimulatedCaller,
  understudy: Understudy,
  clock: Clock,
): Promise<CallRecord> {
  await pause(clock, caller.startMs);
  const controller = new AbortController();
  const record = createRecord(caller, clock);
  const stopAborting =
    caller.abortsAtMs === undefined
      ? (): void => {}
      : clock.setTimer(() => {
          record.goneAt ??= clock.now();
          controller.abort(abortReason);
        }, caller.abortsAtMs);
  const chat = understudy.chat(
    {
      model: 'chain',
      user: caller.id,
      messages: [{ role: 'user', content: 'x' }],
      responseFormat: caller.json ? { type: 'json' } : undefined,
    },
    { ...caller.options, signal: controller.signal },
  );
  await live(chat, record, clock);
  record.endedAt = clock.now();
  record.attempts = chat.attempts;
  stopAborting();
  record.listeners = getEventListeners(controller.signal, 'abort').length;
  return record;
}

export const abortReason: unknown = { why: 'the caller aborts' };

function createRecord(caller: SimulatedCaller, clock: Clock): CallRecord {
  return {
    caller,
    startedAt: clock.now(),
    texts: [''],
    events: [],
    outcome: 'running',
    error: undefined,
    goneAt: undefined,
    endedAt: undefined,
    ends: 0,
    listeners: 0,
    attempts: [],
  };
}

async function live(chat: ChatStream, record: CallRecord, clock: Clock): Promise<void> {
  try {
    if (record.caller.reads === 'response') {
      record.texts[0] = (await chat.response()).text;
      record.outcome = 'done';
    } else {
      const source = record.caller.reads === 'text' ? chat.textStream : chat;
      record.outcome = await read(source, record, clock);
    }
  } catch (error) {
    record.error = error;
    record.outcome = error === abortReason ? 'aborted' : 'failed';
  }
  record.ends += 1;
}

async function read(
  source: AsyncIterable<ChatEvent | string>,
  record: CallRecord,
  clock: Clock,
): Promise<'done' | 'left'> {
  const { leavesAfter, pauseMs } = record.caller;
  let pulls = 0;
  for await (const event of source) {
    note(event, record);
    pulls += 1;
    if (pulls === leavesAfter) {
      record.goneAt ??= clock.now();
      return 'left';
    }
    if (pauseMs > 0) await pause(clock, pauseMs);
  }
  return 'done';
}

function note(event: ChatEvent | string, { texts, events }: CallRecord): void {
  const text = typeof event === 'string' ? event : event.type === 'text-delta' ? event.text : '';
  texts[texts.length - 1] = `${texts.at(-1) ?? ''}${text}`;
  if (typeof event === 'string') return;
  events.push(event);
  if (event.type === 'reset') texts.push('');
}

function pause(clock: Clock, ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  clock.setTimer(resolve, ms);
  return promise;
}

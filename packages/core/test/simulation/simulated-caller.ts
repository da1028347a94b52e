import { getEventListeners } from 'node:events';

import type { ChatRequest, ChatResponse, ChatStream, Understudy } from '@understudy/core';

import type { Item } from './habit.ts';
import { openIteration, plainHabit } from './habit.ts';
import type { Journal } from './journal.ts';
import type { CallRecord, SettledResponse } from './records.ts';
import type { SimulatedCaller, Stop } from './scenario.ts';

const abortReason = new Error('the caller aborted the chat');
const cancelReason = new Error('the caller canceled the chat');

/** A caller with its chat. */
export class SimulatedCall {
  readonly record: CallRecord;
  readonly #journal: Journal;
  readonly #chat: ChatStream;
  readonly #controller = new AbortController();
  #events = 0;
  #finished = false;
  #awaitedResponse = false;
  #left = false;

  constructor(caller: SimulatedCaller, understudy: Understudy, journal: Journal) {
    this.#journal = journal;
    const request: ChatRequest = {
      model: 'chain',
      user: caller.id,
      messages: [{ role: 'user', content: 'x' }],
      responseFormat: caller.json ? { type: 'json' } : undefined,
      effects: caller.effects,
    };
    const accept = caller.accepts && ((response: ChatResponse) => this.#accept(response));
    const { signal } = this.#controller;
    this.#chat = understudy.chat(request, { ...caller.options, accept, signal });
    this.record = createRecord(caller, this.#chat.id, journal);
  }

  /** Reads the chat as its caller does. Resolves when the caller has ended, never rejects. */
  async run(): Promise<void> {
    const { record } = this;
    const { abortsAtMs, drops } = record.caller;
    const { readsAfterMs } = record.caller.habit;
    const stopTimer = this.#setTimer(drops ? undefined : abortsAtMs, () => this.#abort());
    if (readsAfterMs > 0) await this.#journal.wait(readsAfterMs);
    record.started = this.#journal.now();
    try {
      record.outcome = await this.#read();
    } catch (error) {
      record.error = error;
      record.outcome =
        error === abortReason ? 'aborted' : error === cancelReason ? 'stopped' : 'failed';
    }
    if (this.#left) record.outcome = 'stopped';
    record.endedAt = this.#journal.clock.now();
    stopTimer();
    this.#recordEnd();
    if (!drops) record.responses.push(await observe(this.#chat.response()));
  }

  /** Records what the chat has after the runtime has closed. Takes microtasks only. */
  async recordFinalState(): Promise<void> {
    const { record } = this;
    if (record.outcome === 'dropped') this.#recordEnd();
    const settled: SettledResponse[] = [];
    void observe(this.#chat.response()).then((response) => settled.push(response));
    for (let turn = 0; turn < 20 && settled.length === 0; turn += 1) await Promise.resolve();
    record.responses.push(settled[0] ?? { status: 'pending' });
    record.attemptsChanged = record.attempts !== this.#chat.attempts;
  }

  async #read(): Promise<CallRecord['outcome']> {
    const { caller, texts, pulls } = this.record;
    const { reads, habit } = caller;
    const source = reads === 'text' ? this.#chat.textStream : this.#chat;
    if (caller.drops) {
      await source[Symbol.asyncIterator]().next();
      return 'dropped';
    }
    if (reads === 'response') {
      texts[0] = habit.callsText ? await this.#chat.text() : (await this.#chat.response()).text;
      return 'done';
    }
    pulls.push(this.#journal.clock.now());
    if (habit === plainHabit) return this.#receiveAll(source);
    const { items, leave } = openIteration(this.#chat, reads, habit);
    const stopTimer = this.#setTimer(habit.leavesAtMs, () => {
      this.#left = true;
      this.record.stopped ??= this.#journal.now();
      leave();
    });
    return this.#receiveAll(items).finally(stopTimer);
  }

  async #receiveAll(source: AsyncIterable<Item>): Promise<CallRecord['outcome']> {
    const { pulls } = this.record;
    for await (const event of source) {
      this.#receive(event);
      if (await this.#react(event)) {
        this.record.stopped ??= this.#journal.now();
        return 'stopped';
      }
      // A chat whose response was requested reads on without pulls.
      if (!this.#awaitedResponse) pulls.push(this.#journal.clock.now());
    }
    return 'done';
  }

  #receive(event: Item): void {
    const { texts, events } = this.record;
    const text = typeof event === 'string' ? event : event.type === 'text-delta' ? event.text : '';
    texts[texts.length - 1] = `${texts.at(-1) ?? ''}${text}`;
    this.#events += 1;
    events.push(typeof event === 'string' ? { type: 'text-delta', text } : event);
    if (typeof event !== 'string' && event.type === 'reset') texts.push('');
  }

  /** Does what the caller does at an event. Returns whether it breaks. */
  async #react(event: Item): Promise<boolean> {
    const { stop, awaitsResponseAt, pauseMs, pauseAfterFailureMs, habit } = this.record.caller;
    const type = typeof event === 'string' ? 'text' : event.type;
    const wasFinished = this.#finished;
    this.#finished ||= type === 'finish';
    if (awaitsResponseAt === this.#events || (awaitsResponseAt === 'finish' && type === 'finish')) {
      this.#awaitedResponse = true;
      this.record.pulls.push(this.#journal.clock.now());
      const response = observe(this.#chat.response());
      if (habit.overlaps) void response.then((settled) => this.record.responses.push(settled));
      else this.record.responses.push(await response);
    }
    const stopsNow =
      stop?.when === this.#events ||
      (stop?.when === 'finish' && type === 'finish') ||
      (stop?.when === 'after-finish' && wasFinished);
    if (stop && stopsNow && (await this.#stop(stop))) return true;
    const failed = typeof event !== 'string' && event.type === 'attempt-end' && event.error;
    const ms = failed ? pauseMs + pauseAfterFailureMs : pauseMs;
    if (ms > 0) await this.#journal.wait(ms);
    return false;
  }

  /** Stops the chat. Returns whether the caller breaks; otherwise it pulls on, which must reject. */
  async #stop({ how }: Stop): Promise<boolean> {
    if (how === 'break') return true;
    this.record.stopped ??= this.#journal.now();
    if (how === 'abort') this.#abort();
    else await this.#chat.cancel(cancelReason);
    return false;
  }

  async #accept({ text }: ChatResponse): Promise<boolean> {
    const { caller, accepted, rejected } = this.record;
    const decides = caller.accepts;
    if (decides === 'decides-late') await this.#journal.wait(700);
    const accepts = decides === 'accepts-second' ? rejected.length === 1 : decides !== 'throws';
    (accepts ? accepted : rejected).push(text);
    if (decides === 'throws') throw new Error('the function accept of the caller threw');
    return accepts;
  }

  /** Returns a function that stops the timer. Undefined sets none. */
  #setTimer(ms: number | undefined, call: () => void): () => void {
    return ms === undefined ? () => {} : this.#journal.clock.setTimer(call, ms);
  }

  #abort(): void {
    this.record.stopped ??= this.#journal.now();
    this.#controller.abort(abortReason);
  }

  #recordEnd(): void {
    this.record.attempts = this.#chat.attempts;
    this.record.listeners = getEventListeners(this.#controller.signal, 'abort').length;
  }
}

function createRecord(caller: SimulatedCaller, chatId: string, journal: Journal): CallRecord {
  return {
    caller,
    chatId,
    started: journal.now(),
    texts: [''],
    events: [],
    pulls: [],
    outcome: 'running',
    error: undefined,
    stopped: undefined,
    endedAt: undefined,
    listeners: 0,
    attempts: [],
    attemptsChanged: false,
    accepted: [],
    rejected: [],
    responses: [],
  };
}

function observe(response: ReturnType<ChatStream['response']>): Promise<SettledResponse> {
  return response.then(
    (settled) => ({ status: 'fulfilled', response: settled }),
    (error: unknown) => ({ status: 'rejected', error }),
  );
}

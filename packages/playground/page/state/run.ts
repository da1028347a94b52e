import { batch, signal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import type { Attempt } from '@understudy/core';

import { chatBody } from '../api/admin-api.ts';
import { readSse } from '../api/read-sse.ts';
import type { ServerEvent } from '../api/read-sse.ts';
import { send } from '../api/session.ts';
import { announce } from './announcement.ts';

export type RunState = 'waiting' | 'streaming' | 'complete' | 'failed' | 'stopped';

/** One chat that the page has started. */
export interface Run {
  /** A, B or C. */
  readonly letter: string;
  readonly model: string;
  readonly state: Signal<RunState>;
  readonly text: Signal<string>;
  readonly attempts: Signal<readonly Attempt[]>;
  readonly error: Signal<string>;
  stop(): void;
}

/** The difference between the clocks of the server and the browser, in milliseconds. */
let serverOffsetMs = 0;

/** Returns the wall-clock time of the server. */
export function toServerTime(time: number): number {
  return time + serverOffsetMs;
}

/** Starts a chat. */
export function startRun(letter: string, model: string, prompt: string): Run {
  const controller = new AbortController();
  const run: Run = {
    letter,
    model,
    state: signal<RunState>('waiting'),
    text: signal(''),
    attempts: signal<readonly Attempt[]>([]),
    error: signal(''),
    stop: () => controller.abort(),
  };
  void runChat(run, prompt, controller.signal);
  return run;
}

export function isActive({ state }: Run): boolean {
  return state.value === 'waiting' || state.value === 'streaming';
}

async function runChat(run: Run, prompt: string, abort: AbortSignal): Promise<void> {
  try {
    const { body } = await send('/v1/chat/completions', {
      body: { ...chatBody(run.model, prompt), stream: true },
      headers: { 'x-understudy-events': 'attempts' },
      signal: abort,
    });
    if (!body) throw new Error('the response has no body');
    for await (const event of readSse(body)) batch(() => receive(run, event));
    if (isActive(run)) throw new Error('the stream ended without an end marker');
  } catch (error) {
    batch(() => end(run, abort.aborted ? 'stopped' : 'failed', describe(error)));
  }
}

function receive(run: Run, { event, data }: ServerEvent): void {
  if (data === '[DONE]') {
    end(run, 'complete', '');
    return;
  }
  const body = JSON.parse(data);
  if (event === 'understudy') receiveAttempt(run, body.understudy.attempt);
  else if (body.error) end(run, 'failed', String(body.error.message));
  else receiveText(run, String(body.choices?.[0]?.delta?.content ?? ''));
}

function receiveAttempt({ letter, attempts }: Run, attempt: Attempt): void {
  const { number, startedAt, outcome, error, next } = attempt;
  const target = `${attempt.provider}/${attempt.model}`;
  if (outcome === 'running') {
    serverOffsetMs = startedAt - Date.now();
    announce(`${letter}: attempt ${number} at ${target} started.`);
  } else {
    const step = next ? ` Next: ${next.kind}.` : '';
    announce(`${letter}: attempt ${number} at ${target} ${outcome}. ${error?.code ?? ''}${step}`);
  }
  const list = [...attempts.value];
  list[number - 1] = attempt;
  attempts.value = list;
}

function receiveText(run: Run, text: string): void {
  if (text === '') return;
  run.text.value += text;
  if (run.state.value === 'streaming') return;
  run.state.value = 'streaming';
  // The attempt log has the exact time at the end of the attempt.
  run.attempts.value = run.attempts.value.map((attempt) =>
    attempt.outcome === 'running' && attempt.firstContentMs === undefined
      ? { ...attempt, firstContentMs: toServerTime(Date.now()) - attempt.startedAt }
      : attempt,
  );
}

function end(run: Run, state: RunState, error: string): void {
  run.state.value = state;
  run.error.value = state === 'failed' ? error : '';
  run.attempts.value = run.attempts.value.map((attempt) =>
    attempt.outcome === 'running'
      ? { ...attempt, outcome: 'aborted', totalMs: toServerTime(Date.now()) - attempt.startedAt }
      : attempt,
  );
  announce(`${run.letter}: ${run.model} ${state}. ${run.error.value}`);
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

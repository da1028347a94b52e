import { effect, signal } from '@preact/signals';
import type { TelemetryEvent } from '@understudy/core';

import { readSse } from '../api/read-sse.ts';
import { needsKey, send } from '../api/session.ts';
import { loadState } from './configuration.ts';
import { runAction } from './run-action.ts';

/** An event of `/admin/events`. */
export type AdminEvent =
  | (TelemetryEvent & { readonly time: number })
  | { readonly type: 'dropped'; readonly count: number; readonly time: number };

const maxEntries = 200;
const retryMs = 2000;
/** How long changes are collected before the health is read again. */
const collectMs = 100;

/** The last events, newest first. */
export const eventLog = signal<readonly AdminEvent[]>([]);
export const isLive = signal(false);

let refreshTimer: ReturnType<typeof setTimeout> | undefined;

/** Reads the events of the server until `signal` aborts, over new connections where necessary. */
export async function followEvents(abort: AbortSignal): Promise<void> {
  while (!abort.aborted) {
    await keyAccepted();
    await readEvents(abort);
    isLive.value = false;
    await new Promise((resolve) => setTimeout(resolve, retryMs));
  }
}

/** Resolves when the server has not rejected the key that is used now. */
function keyAccepted(): Promise<void> {
  return new Promise((resolve) => {
    const stop = effect(() => {
      if (needsKey.value) return;
      resolve();
      queueMicrotask(() => stop());
    });
  });
}

async function readEvents(abort: AbortSignal): Promise<void> {
  try {
    const { body } = await send('/admin/events', { signal: abort });
    isLive.value = true;
    if (body) for await (const { data } of readSse(body)) receive(JSON.parse(data));
  } catch {
    // The next connection shows whether the server is there again.
  }
}

function receive(event: AdminEvent): void {
  const timed = event.type === 'dropped' ? { ...event, time: Date.now() } : event;
  eventLog.value = [timed, ...eventLog.value].slice(0, maxEntries);
  refreshTimer ??= setTimeout(() => {
    refreshTimer = undefined;
    void runAction(loadState);
  }, collectMs);
}

import { setTimeout } from 'node:timers/promises';

import { Agent } from 'undici';

import { callHeader } from '../../upstreams/primary-server.ts';
import { createTestTargets } from '../../upstreams/test-upstreams.ts';
import { sendRequest, logIn } from '../fakegpt/hand-written-client.ts';
import type { LoggedInTarget } from '../fakegpt/hand-written-client.ts';
import type { AbortClient } from './abort-client.ts';
import { backoffMs, chunksBeforeAbort } from './moments.ts';
import { timeAbort } from './time-abort.ts';

/** Creates a hand-written client that aborts in mid-stream. */
export async function createHandWrittenStreamClient(
  upstreamUrl: string,
  prompt: string,
): Promise<AbortClient> {
  const { primary, target, close } = await open(upstreamUrl);
  return {
    primary,
    close,
    chatAndAbort: (call) =>
      timeAbort((signal, abort) => {
        let chunks = 0;
        const headers = { [callHeader]: call };
        const onText = (): void => {
          chunks += 1;
          if (chunks === chunksBeforeAbort) abort();
        };
        return sendRequest(target, prompt, onText, { signal, headers });
      }),
  };
}

/** Creates a hand-written client that aborts during the delay before its second request. */
export async function createHandWrittenBackoffClient(
  upstreamUrl: string,
  prompt: string,
): Promise<AbortClient> {
  const { primary, target, close } = await open(upstreamUrl);
  return {
    primary,
    close,
    chatAndAbort: (call) =>
      timeAbort(async (signal, abort) => {
        const options = { signal, headers: { [callHeader]: call } };
        try {
          return await sendRequest(target, prompt, () => {}, options);
        } catch {
          abort();
          await waitForBackoff(signal);
        }
        return sendRequest(target, prompt, () => {}, options);
      }),
  };
}

async function waitForBackoff(signal: AbortSignal): Promise<void> {
  try {
    await setTimeout(backoffMs, undefined, { signal });
  } catch {
    throw signal.reason;
  }
}

async function open(
  upstreamUrl: string,
): Promise<{ readonly target: LoggedInTarget } & Pick<AbortClient, 'primary' | 'close'>> {
  const { primary } = await createTestTargets(upstreamUrl);
  const dispatcher = new Agent();
  const target = await logIn(primary, dispatcher);
  return { primary, target, close: () => dispatcher.destroy() };
}

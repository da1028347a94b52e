import { setTimeout } from 'node:timers/promises';

import { Agent } from 'undici';

import { callHeader } from '../../upstreams/primary-server.ts';
import { openStage } from '../../upstreams/test-upstreams.ts';
import { askByHand, openByHand } from '../fakegpt/hand-written-client.ts';
import type { HandTarget } from '../fakegpt/hand-written-client.ts';
import type { AbortClient } from './abort-client.ts';
import { backoffMs, piecesBeforeAbort } from './moments.ts';
import { timeAbort } from './time-abort.ts';

/** Aborts in the middle of an answer. */
export async function createHandStreamAborter(
  stageUrl: string,
  question: string,
): Promise<AbortClient> {
  const { lead, target, close } = await open(stageUrl);
  return {
    lead,
    close,
    askAndAbort: (call) =>
      timeAbort((signal, abort) => {
        let pieces = 0;
        const headers = { [callHeader]: call };
        const onText = (): void => {
          pieces += 1;
          if (pieces === piecesBeforeAbort) abort();
        };
        return askByHand(target, question, onText, { signal, headers });
      }),
  };
}

/** Aborts while it waits before it asks again. */
export async function createHandBackoffAborter(
  stageUrl: string,
  question: string,
): Promise<AbortClient> {
  const { lead, target, close } = await open(stageUrl);
  return {
    lead,
    close,
    askAndAbort: (call) =>
      timeAbort(async (signal, abort) => {
        const options = { signal, headers: { [callHeader]: call } };
        try {
          return await askByHand(target, question, () => {}, options);
        } catch {
          abort();
          await waitOrLeave(signal);
        }
        return askByHand(target, question, () => {}, options);
      }),
  };
}

async function waitOrLeave(signal: AbortSignal): Promise<void> {
  try {
    await setTimeout(backoffMs, undefined, { signal });
  } catch {
    throw signal.reason;
  }
}

async function open(
  stageUrl: string,
): Promise<{ readonly target: HandTarget } & Pick<AbortClient, 'lead' | 'close'>> {
  const { lead } = await openStage(stageUrl);
  const dispatcher = new Agent();
  const target = await openByHand(lead, dispatcher);
  return { lead, target, close: () => dispatcher.destroy() };
}

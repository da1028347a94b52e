import { Agent } from 'undici';

import type { ChatClient } from '../../tasks/chat-client.ts';
import { openStage } from '../../upstreams/test-upstreams.ts';
import { askByHand, openByHand } from '../fakegpt/hand-written-client.ts';
import type { HandTarget } from '../fakegpt/hand-written-client.ts';
import type { FailoverPlan } from './failover-plan.ts';

/** The loop that a careful person writes: A, and when no text came from it, B. */
export async function createHandFailover(
  stageUrl: string,
  { question, limit }: FailoverPlan,
): Promise<ChatClient> {
  const { lead, understudy } = await openStage(stageUrl);
  const dispatcher = new Agent();
  const targets = [await openByHand(lead, dispatcher), await openByHand(understudy, dispatcher)];
  const ask = async (onText: (text: string) => void): Promise<void> => {
    let failure: unknown;
    for (const target of targets) {
      let given = false;
      try {
        await askWithin(target, question, limit?.ms, (text) => {
          given = true;
          onText(text);
        });
        return;
      } catch (error) {
        if (given) throw error;
        failure = error;
      }
    }
    throw failure;
  };
  await ask(() => {});
  return { ask, close: () => dispatcher.destroy() };
}

/** Without a limit there is no timer and no signal. */
async function askWithin(
  target: HandTarget,
  question: string,
  limitMs: number | undefined,
  onText: (text: string) => void,
): Promise<void> {
  if (limitMs === undefined) return askByHand(target, question, onText);
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), limitMs);
  const onTextInTime = (text: string): void => {
    clearTimeout(timer);
    onText(text);
  };
  try {
    await askByHand(target, question, onTextInTime, { signal: controller.signal });
  } finally {
    clearTimeout(timer);
  }
}

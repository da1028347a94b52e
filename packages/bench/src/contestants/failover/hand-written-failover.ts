import { Agent } from 'undici';

import type { ChatClient } from '../../tasks/chat-client.ts';
import { createTestTargets } from '../../upstreams/test-upstreams.ts';
import { logIn, sendRequest } from '../fakegpt/hand-written-client.ts';
import type { LoggedInTarget } from '../fakegpt/hand-written-client.ts';
import type { FailoverPlan } from './failover-plan.ts';

/** Creates a loop that calls the primary, then the backup if the primary sent no text. */
export async function createHandWrittenFailover(
  upstreamUrl: string,
  { prompt, timeout }: FailoverPlan,
): Promise<ChatClient> {
  const { primary, backup } = await createTestTargets(upstreamUrl);
  const dispatcher = new Agent();
  const targets = [await logIn(primary, dispatcher), await logIn(backup, dispatcher)];
  const chat = async (onText: (text: string) => void): Promise<void> => {
    let lastError: unknown;
    for (const target of targets) {
      let hasText = false;
      try {
        await sendWithTimeout(target, prompt, timeout?.ms, (text) => {
          hasText = true;
          onText(text);
        });
        return;
      } catch (error) {
        if (hasText) throw error;
        lastError = error;
      }
    }
    throw lastError;
  };
  await chat(() => {});
  return { chat, close: () => dispatcher.destroy() };
}

/** Sends a request that fails without text in time. Without a timeout it creates no timer and no signal. */
async function sendWithTimeout(
  target: LoggedInTarget,
  prompt: string,
  timeoutMs: number | undefined,
  onText: (text: string) => void,
): Promise<void> {
  if (timeoutMs === undefined) return sendRequest(target, prompt, onText);
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), timeoutMs);
  const onTextInTime = (text: string): void => {
    clearTimeout(timer);
    onText(text);
  };
  try {
    await sendRequest(target, prompt, onTextInTime, { signal: controller.signal });
  } finally {
    clearTimeout(timer);
  }
}

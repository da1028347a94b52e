import { createUnderstudy, isUnderstudyError } from '@understudy/core';
import { fakegpt } from '@understudy/provider-fakegpt';

import type { Contestant } from '../../harness/contestant.ts';
import { createTestTargets } from '../../upstreams/test-upstreams.ts';

export interface CutResponsePlan {
  readonly prompt: string;
  /** Complete text that the caller must receive before the error. */
  readonly text: string;
  /** Expected error code. */
  readonly code: string;
  /** Calls per repetition. */
  readonly calls: number;
  readonly idleMs: number;
}

/**
 * Creates a contestant whose target never sends a complete response.
 *
 * If text arrives before the fault, the contestant calls a chain, so that fallback after the commit
 * would show as wrong text.
 */
export async function createCutResponses(
  upstreamUrl: string,
  { prompt, text, code, calls, idleMs }: CutResponsePlan,
): Promise<Contestant> {
  const { primary, backup } = await createTestTargets(upstreamUrl);
  const understudy = createUnderstudy({
    providers: [
      fakegpt({ id: 'primary', baseUrl: primary }),
      fakegpt({ id: 'backup', baseUrl: backup }),
    ],
    chains: { main: ['primary/gpt-4', 'backup/gpt-4'] },
    timeouts: { idleMs },
    retry: { maxRetries: 0 },
  });
  const measureCall = async (): Promise<number> => {
    const startedAt = performance.now();
    const { received, error } = await readUntilError(
      understudy.chat({
        model: text === '' ? 'primary/gpt-4' : 'main',
        messages: [{ role: 'user', content: prompt }],
      }).textStream,
    );
    const errorMs = performance.now() - startedAt;
    const receivedCode = isUnderstudyError(error) ? error.code : String(error);
    if (received !== text || receivedCode !== code) {
      throw new Error(`expected "${text}" and ${code}, received "${received}" and ${receivedCode}`);
    }
    understudy.resetHealth();
    return errorMs;
  };
  return {
    repeat: async () => {
      let totalMs = 0;
      for (let count = 0; count < calls; count += 1) totalMs += await measureCall();
      return { error: totalMs / calls };
    },
    close: () => understudy.close(),
  };
}

/** @throws if the stream ends without an error */
async function readUntilError(
  textStream: AsyncIterable<string>,
): Promise<{ readonly received: string; readonly error: unknown }> {
  let received = '';
  try {
    for await (const chunk of textStream) received += chunk;
  } catch (error) {
    return { received, error };
  }
  throw new Error(`an incomplete response was reported as a success: "${received}"`);
}

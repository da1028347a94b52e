import { createUnderstudy, isUnderstudyError } from '@understudy/core';
import { fakegpt } from '@understudy/provider-fakegpt';

import type { Contestant } from '../../harness/contestant.ts';
import { openStage } from '../../upstreams/test-upstreams.ts';

export interface CutAnswerPlan {
  readonly question: string;
  /** What comes before the fault, and nothing after it. */
  readonly text: string;
  /** What the chat must end with. */
  readonly code: string;
  readonly calls: number;
  /** Of a target that has fallen silent. */
  readonly idleMs: number;
}

/** A target that never gives a whole answer. With text it leads a chain, for the second one to keep out of it. */
export async function createCutAnswers(
  stageUrl: string,
  { question, text, code, calls, idleMs }: CutAnswerPlan,
): Promise<Contestant> {
  const cast = await openStage(stageUrl);
  const understudy = createUnderstudy({
    providers: [
      fakegpt({ id: 'lead', baseUrl: cast.lead }),
      fakegpt({ id: 'understudy', baseUrl: cast.understudy }),
    ],
    chains: { play: ['lead/gpt-4', 'understudy/gpt-4'] },
    timeouts: { idleMs },
    retry: { maxRetries: 0 },
  });
  const ask = async (): Promise<number> => {
    const askedAt = performance.now();
    const { given, failure } = await readToFailure(
      understudy.chat({
        model: text === '' ? 'lead/gpt-4' : 'play',
        messages: [{ role: 'user', content: question }],
      }).textStream,
    );
    const toldMs = performance.now() - askedAt;
    const found = isUnderstudyError(failure) ? failure.code : String(failure);
    if (given !== text || found !== code) {
      throw new Error(`expected "${text}" and ${code}, and got "${given}" and ${found}`);
    }
    understudy.resetHealth();
    return toldMs;
  };
  return {
    repeat: async () => {
      let toldMs = 0;
      for (let count = 0; count < calls; count += 1) toldMs += await ask();
      return { told: toldMs / calls };
    },
    close: () => understudy.close(),
  };
}

/** @throws when the answer passes for whole */
async function readToFailure(
  textStream: AsyncIterable<string>,
): Promise<{ readonly given: string; readonly failure: unknown }> {
  let given = '';
  try {
    for await (const piece of textStream) given += piece;
  } catch (failure) {
    return { given, failure };
  }
  throw new Error(`a cut answer was reported as success: "${given}"`);
}

import { describe, expect, it } from 'vitest';

import { chat } from './bad-input/chat.ts';
import { describeOutcome } from './bad-input/describe-outcome.ts';
import { anthropicStreams } from './unusual-streams/anthropic.ts';
import { googleStreams } from './unusual-streams/google.ts';
import { ollamaStreams } from './unusual-streams/ollama.ts';
import { openAiStreams } from './unusual-streams/openai.ts';
import { responsesStreams } from './unusual-streams/responses.ts';

const vendors = [anthropicStreams, googleStreams, ollamaStreams, openAiStreams, responsesStreams];

describe.each(vendors)('an unusual stream of $protocol.label', ({ protocol, streams }) => {
  it.each(Object.entries(streams))('%s', async (_name, { body, outcome, ending }) => {
    const results = await Promise.all(
      [body.length, 7].map(async (size) =>
        describeOutcome(await chat(protocol, body, size, { ending })),
      ),
    );
    expect(results[0]).toMatchObject(outcome);
    expect(results[1]).toEqual(results[0]);
  });
});

import type { StreamSegments } from '../../../stream/stream-segment.ts';
import type { Usage } from '../../completion/completion.ts';
import { countTokens } from '../../completion/count-tokens.ts';
import type { JsonRecord } from '../../request/read-parameter.ts';
import { createUsage, createUsageChunk } from '../../wire/completion-body.ts';
import { type CompletionScript, listContent } from '../../wire/completion-script.ts';
import { SentTexts, changeChoices, listChoices, mapChunks } from '../map-chunks.ts';

/** Faults of the usage in a stream. They send it even if the client did not request it. */
export const usageFaults = {
  'usage-in-every-chunk': {
    on: 'stream',
    description: 'each chunk has the usage so far',
    apply: (script: CompletionScript): StreamSegments => {
      const { completion, finish, done } = script;
      return [
        ...mapChunks(script, listContent(script), createUsageAdder(script)),
        ...mapChunks(script, [finish], (chunk) => addUsage(chunk, completion.usage)),
        done,
      ];
    },
  },
  'usage-then-empty': {
    on: 'stream',
    description: 'a chunk with an empty usage follows the usage',
    apply: (script: CompletionScript): StreamSegments => repeatUsage(script, {}),
  },
  'usage-then-zero': {
    on: 'stream',
    description: 'a chunk whose counts are 0 follows the usage',
    apply: (script: CompletionScript): StreamSegments =>
      repeatUsage(
        script,
        createUsage({ promptTokens: 0, completionTokens: 0, reasoningTokens: 0 }),
      ),
  },
  'usage-without-choices': {
    on: 'stream',
    description: 'the chunk with the usage has no `choices`',
    apply: (script: CompletionScript): StreamSegments => {
      const { id, usage } = script.completion;
      return sendUsage(script, { id, usage: createUsage(usage) });
    },
  },
  'usage-reasoning-in-total': {
    on: 'stream',
    description: 'only `total_tokens` includes the reasoning tokens, as sent by Gemini',
    apply: (script: CompletionScript): StreamSegments => {
      const { promptTokens, completionTokens, reasoningTokens } = script.completion.usage;
      const usage = {
        prompt_tokens: promptTokens,
        completion_tokens: completionTokens - reasoningTokens,
        total_tokens: promptTokens + completionTokens,
      };
      return sendUsage(script, createUsageChunk(script.completion, usage));
    },
  },
  'usage-in-choice': {
    on: 'stream',
    description: 'the usage is in the choice with the finish reason, as sent by Moonshot',
    apply: (script: CompletionScript): StreamSegments => {
      const usage = createUsage(script.completion.usage);
      return changeFinish(script, (chunk) =>
        changeChoices(chunk, (choice) => ({ ...choice, usage })),
      );
    },
  },
  'usage-in-extension': {
    on: 'stream',
    description: 'the usage is in the field `x_groq`, as sent by Groq',
    apply: (script: CompletionScript): StreamSegments => {
      const { id, usage } = script.completion;
      const extension = { id, usage: createUsage(usage) };
      return changeFinish(script, (chunk) => ({ ...chunk, x_groq: extension }));
    },
  },
} as const;

function sendUsage(script: CompletionScript, chunk: JsonRecord): StreamSegments {
  return [...listContent(script), script.finish, script.encode(chunk), script.done];
}

function changeFinish(
  script: CompletionScript,
  change: (chunk: JsonRecord) => JsonRecord,
): StreamSegments {
  return [...listContent(script), ...mapChunks(script, [script.finish], change), script.done];
}

/** Sends the usage with the finish reason, then another one. */
function repeatUsage(script: CompletionScript, usage: JsonRecord): StreamSegments {
  const { completion, encode, finish, done } = script;
  return [
    ...listContent(script),
    ...mapChunks(script, [finish], (chunk) => addUsage(chunk, completion.usage)),
    encode(createUsageChunk(completion, usage)),
    done,
  ];
}

function addUsage(chunk: JsonRecord, usage: Usage): JsonRecord {
  return { ...chunk, usage: createUsage(usage) };
}

/** Counts the tokens of the texts. Those of tool calls are counted with the finish reason. */
function createUsageAdder({ completion }: CompletionScript): (chunk: JsonRecord) => JsonRecord {
  const sent = new SentTexts();
  return (chunk) => {
    for (const choice of listChoices(chunk)) sent.add(choice['delta']);
    const completionTokens = countTokens(Object.values(sent.texts).join(''));
    return addUsage(chunk, { ...completion.usage, completionTokens, reasoningTokens: 0 });
  };
}

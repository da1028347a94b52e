import { isRecord } from '../../is-record.ts';
import type { ToolCall } from '../../openai/completion/completion.ts';
import { cutText } from '../../stream/text/cut-text.ts';
import type { PlannedResponse } from '../completion/planned-response.ts';
import type { JsonRecord } from '../request/read-field.ts';

/** The durations of a response in nanoseconds. They are fixed, so that equal requests have equal responses. */
const promptNs = 90_000_000;
const outputNs = 800_000_000;

/** Returns the `message` of each line before the last one: thinking, text, tool calls. */
export function createMessages(planned: PlannedResponse): readonly JsonRecord[] {
  const { content, style, charactersPerChunk } = planned;
  const thinking = cutText(content.reasoning, charactersPerChunk);
  const texts = cutText(content.text, charactersPerChunk);
  const calls = style === 'calls-in-last-line' ? [] : content.toolCalls.map(encodeCall);
  const callLines = calls.map((call) => createMessage({ tool_calls: [call] }));
  if (style === 'thinking-with-text') {
    const length = Math.max(thinking.length, texts.length);
    const joined = Array.from({ length }, (_, index) =>
      createMessage({ content: texts[index] ?? '', thinking: thinking[index] }),
    );
    return [...joined, ...callLines];
  }
  return [
    ...thinking.map((text) => createMessage({ thinking: text })),
    ...texts.map((text) => createMessage({ content: text })),
    ...callLines,
  ];
}

/** Creates a line of a stream. */
export function createLine({ model, createdAt }: PlannedResponse, message: JsonRecord): JsonRecord {
  return { model, created_at: createdAt, message, done: false };
}

/** Creates the last line of a stream. */
export function createLastLine(planned: PlannedResponse): JsonRecord {
  const { content, style } = planned;
  const calls = style === 'plain' || style === 'thinking-with-text' ? [] : content.toolCalls;
  return endLine(
    planned,
    createMessage(calls.length === 0 ? {} : { tool_calls: calls.map(encodeCall) }),
  );
}

/** Encodes a complete response as one line. */
export function createResponseBody(planned: PlannedResponse): JsonRecord {
  const { text, reasoning, toolCalls } = planned.content;
  const message = createMessage({
    content: text,
    ...(reasoning !== '' && { thinking: reasoning }),
    ...(toolCalls.length > 0 && { tool_calls: toolCalls.map(encodeCall) }),
  });
  return endLine(planned, message);
}

function endLine(planned: PlannedResponse, message: JsonRecord): JsonRecord {
  const { counts, doneReason, loadMs } = planned;
  const loadNs = loadMs * 1_000_000;
  return {
    ...createLine(planned, message),
    done: true,
    ...(doneReason !== undefined && { done_reason: doneReason }),
    ...(counts && {
      total_duration: loadNs + promptNs + outputNs,
      load_duration: loadNs,
      ...(counts.promptTokens > 0 && { prompt_eval_count: counts.promptTokens }),
      prompt_eval_duration: promptNs,
      ...(counts.outputTokens > 0 && { eval_count: counts.outputTokens }),
      eval_duration: outputNs,
    }),
  };
}

function createMessage(fields: JsonRecord): JsonRecord {
  return { role: 'assistant', content: '', ...fields };
}

/** Arguments that are not an object are an empty object, because Ollama parses them. */
function encodeCall({ id, name, argumentsText }: ToolCall, index: number): JsonRecord {
  return {
    ...(id !== undefined && { id }),
    function: { index, name, arguments: parseObject(argumentsText) },
  };
}

function parseObject(json: string): JsonRecord {
  try {
    const value: unknown = JSON.parse(json);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

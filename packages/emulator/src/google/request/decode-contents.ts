import type { Conversation } from '../../openai/request/chat-request.ts';
import { RequestError } from '../../server/request-error.ts';
import { type DecodedPart, decodePart } from './decode-parts.ts';
import type { ModelRules } from './model-rules.ts';
import { type JsonRecord, readList, readMessage, readOptional } from './read-field.ts';

interface DecodedTurn {
  readonly role: 'user' | 'model';
  readonly parts: readonly DecodedPart[];
}

/** Decodes `systemInstruction` and `contents`. Each turn with calls must be followed by their results. */
export function decodeConversation(record: JsonRecord, rules: ModelRules): Conversation {
  const system = readOptional(record['systemInstruction'], 'system_instruction', (value, path) =>
    decodeParts(readMessage(value, path, ['role', 'parts']), path, rules),
  );
  if (system && !rules.systemInstruction) {
    throw new RequestError('Developer instruction is not enabled for this model');
  }
  const contents = readList(record['contents'] ?? [], 'contents');
  const turns = contents.map((content, index) => decodeTurn(content, index, rules));
  if (turns.length === 0) {
    throw new RequestError('* GenerateContentRequest.contents: contents is not specified');
  }
  validateOrder(turns);
  if (rules.signedCalls) validateSignatures(turns);
  if (!rules.prefill && turns.at(-1)?.role === 'model') {
    throw new RequestError(
      'Model prefill is not supported for this model: the last turn must be a user turn.',
    );
  }
  return describeConversation(system ?? [], turns);
}

function decodeTurn(value: unknown, index: number, rules: ModelRules): DecodedTurn {
  const path = `contents[${index}]`;
  const content = readMessage(value, path, ['role', 'parts']);
  const { role = 'user' } = content;
  if (role !== 'user' && role !== 'model') {
    throw new RequestError('Please use a valid role: user, model.');
  }
  const parts = decodeParts(content, path, rules);
  if (parts.length > 0) return { role, parts };
  throw new RequestError(
    `* GenerateContentRequest.${path}.parts: contents.parts must not be empty.`,
  );
}

function decodeParts(content: JsonRecord, path: string, rules: ModelRules): readonly DecodedPart[] {
  const parts = readList(content['parts'] ?? [], `${path}.parts`);
  return parts.map((part, index) => decodePart(part, `${path}.parts[${index}]`, rules));
}

function count({ parts }: DecodedTurn, kind: DecodedPart['kind']): number {
  return parts.filter((part) => part.kind === kind).length;
}

function validateOrder(turns: readonly DecodedTurn[]): void {
  for (const [index, turn] of turns.entries()) {
    const calls = count(turn, 'call');
    const next = turns[index + 1];
    if (calls > 0 && (index === 0 || turn.role === 'user')) {
      throw new RequestError(
        'Please ensure that function call turn comes immediately after a user turn or after a function response turn.',
      );
    }
    if (calls > 0 && (next?.role !== 'user' || count(next, 'result') !== calls)) {
      throw new RequestError(
        'Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.',
      );
    }
    const previous = turns[index - 1];
    if (count(turn, 'result') > 0 && (!previous || count(previous, 'call') === 0)) {
      throw new RequestError(
        'Please ensure that function response turn comes immediately after a function call turn.',
      );
    }
  }
}

/** Only the calls since the last message of the user are checked. */
function validateSignatures(turns: readonly DecodedTurn[]): void {
  const start = turns.findLastIndex((turn) => turn.role === 'user' && count(turn, 'result') === 0);
  for (const [index, { parts }] of turns.entries()) {
    const first = parts.find(({ kind }) => kind === 'call');
    if (index < start || !first || first.isSigned) continue;
    throw new RequestError(
      `Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly, and missing thought_signature may lead to degraded model performance. Additional data, function call \`default_api:${first.name}\`, position ${index + 1}. Please refer to https://ai.google.dev/gemini-api/docs/thought-signatures for more details.`,
    );
  }
}

function describeConversation(
  system: readonly DecodedPart[],
  turns: readonly DecodedTurn[],
): Conversation {
  const lastUser = turns.findLast(({ role, parts }) => role === 'user' && parts.some(isText));
  // Only files of the results may follow them in turns of their own.
  const lastResults = turns.findLast(
    (turn) => turn.parts.some(isText) || count(turn, 'result') > 0,
  );
  const results = lastResults?.parts.filter(({ kind }) => kind === 'result') ?? [];
  return {
    messages: turns.map(({ role, parts }) => ({ role, text: joinTexts(parts) })),
    lastUserMessage: joinTexts(lastUser?.parts.filter(isText) ?? []),
    toolResults: results.map(({ text }) => text),
    text: joinTexts([...system, ...turns.flatMap(({ parts }) => parts)]),
  };
}

function isText({ kind }: DecodedPart): boolean {
  return kind === 'text';
}

function joinTexts(parts: readonly DecodedPart[]): string {
  return parts
    .map(({ text }) => text)
    .filter((text) => text !== '')
    .join('\n');
}

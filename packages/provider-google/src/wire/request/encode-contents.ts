import type { JsonObject, Message, SystemMessage, ToolResultPart } from '@understudy/core/provider';
import { matchResults, optionsOf } from '@understudy/provider-utils';
import { startWithUser } from '@understudy/provider-utils/internal';

import { encodeAssistant } from './encode-assistant.ts';
import { encodeContent } from './encode-content.ts';
import { encodeData } from './encode-data.ts';
import type { Encoding } from './encoding.ts';

/** The fields `systemInstruction` and `contents` of a request. */
export interface EncodedContents {
  readonly systemInstruction?: JsonObject;
  readonly contents: readonly JsonObject[];
}

interface Turn {
  readonly role: 'user' | 'model';
  /** Results of tool calls, which precede the other parts of their turn. */
  readonly results: readonly JsonObject[];
  readonly parts: readonly JsonObject[];
}

/**
 * Encodes messages. System messages at the start become `systemInstruction`, others text of the user.
 *
 * Messages of the same role are merged, because the API expects the results of all calls in the turn after them.
 */
export function encodeContents(
  conversation: readonly Message[],
  encoding: Encoding,
): EncodedContents {
  const messages = matchResults(conversation, encoding.warn);
  const first = messages.findIndex(({ role }) => role !== 'system');
  const count = encoding.rules.systemInstruction ? (first < 0 ? messages.length : first) : 0;
  const system = messages
    .slice(0, count)
    .filter(isSystem)
    .flatMap(({ content }) => encodeContent(content, encoding));
  const turns = mergeTurns(messages.slice(count).map((message) => encodeTurn(message, encoding)));
  const hasSystem = system.length > 0;
  const started = startWithUser<Turn>(turns, {
    hasSystem,
    createUserTurn: (text) => ({ role: 'user', results: [], parts: [{ text }] }),
    warn: encoding.warn,
  });
  return {
    ...(hasSystem && { systemInstruction: { parts: system } }),
    contents: started.map(({ role, results, parts }) => ({
      role,
      parts: [...results, ...parts],
    })),
  };
}

function isSystem(message: Message): message is SystemMessage {
  return message.role === 'system';
}

function encodeTurn(message: Message, encoding: Encoding): Turn {
  switch (message.role) {
    case 'system':
    case 'user':
      return { role: 'user', results: [], parts: encodeContent(message.content, encoding) };
    case 'assistant':
      return { role: 'model', results: [], parts: encodeAssistant(message.content, encoding) };
    case 'tool':
      return encodeResults(message.content, encoding);
  }
}

function mergeTurns(turns: readonly Turn[]): readonly Turn[] {
  const merged: Turn[] = [];
  for (const turn of turns) {
    const last = merged.at(-1);
    if (turn.results.length === 0 && turn.parts.length === 0) continue;
    if (last?.role === turn.role) merged[merged.length - 1] = join(last, turn);
    else merged.push(turn);
  }
  return merged;
}

function join(left: Turn, right: Turn): Turn {
  return {
    role: left.role,
    results: [...left.results, ...right.results],
    parts: [...left.parts, ...right.parts],
  };
}

function encodeResults(results: readonly ToolResultPart[], encoding: Encoding): Turn {
  const encoded = results.map((result) => encodeResult(result, encoding));
  return {
    role: 'user',
    results: encoded.map(({ result }) => result),
    parts: encoded.flatMap(({ files }) => files),
  };
}

interface EncodedResult {
  readonly result: JsonObject;
  /** The files that cannot be in the result. They follow the results of the turn. */
  readonly files: readonly JsonObject[];
}

/** The API accepts inline data in results from Gemini 3 on, and addresses never. */
function encodeResult(part: ToolResultPart, encoding: Encoding): EncodedResult {
  const { toolCallId: id, name, output, parts = [], isError } = part;
  const texts = parts.flatMap((each) => (each.type === 'text' ? each.text : []));
  const files = parts
    .filter((each) => each.type !== 'text')
    .map((each) => encodeData(each, encoding));
  const isInside = (file: JsonObject): boolean =>
    encoding.rules.resultParts && file.inlineData !== undefined;
  const inside = files.filter(isInside);
  const text = parts.length === 0 ? output : texts.join('\n');
  return {
    result: {
      functionResponse: {
        id,
        name: encoding.names.encode(name),
        response: isError === true ? { error: text } : { output: text },
        ...(inside.length > 0 && { parts: inside }),
      },
      ...optionsOf(part, encoding.provider),
    },
    files: files.filter((file) => !isInside(file)),
  };
}

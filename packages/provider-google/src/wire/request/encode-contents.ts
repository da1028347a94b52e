import type { JsonObject, Message, SystemMessage, ToolResultPart } from '@understudy/core/provider';
import { matchResults, optionsOf } from '@understudy/provider-utils';
import { startWithUser } from '@understudy/provider-utils/internal';

import { encodeAssistant } from './encode-assistant.ts';
import { encodeContent } from './encode-content.ts';
import { encodeData, isReadable } from './encode-data.ts';
import type { Encoding } from './encoding.ts';

/** The fields `systemInstruction` and `contents` of a request. */
export interface EncodedContents {
  readonly systemInstruction?: JsonObject;
  readonly contents: readonly JsonObject[];
}

interface Turn {
  readonly role: 'user' | 'model';
  /** Results of tool calls are a turn of their own, because the API rejects other parts in it. */
  readonly kind: 'results' | 'content';
  readonly parts: readonly JsonObject[];
}

/**
 * Encodes messages. System messages at the start become `systemInstruction`, others text of the user.
 *
 * Results that follow each other are merged, because the API expects the results of all calls in the turn after them,
 * and so are other messages of the same role.
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
  const turns = mergeTurns(
    messages.slice(count).flatMap((message) => encodeTurn(message, encoding)),
  );
  const hasSystem = system.length > 0;
  const started = startWithUser<Turn>(turns, {
    hasSystem,
    createUserTurn: (text) => ({ role: 'user', kind: 'content', parts: [{ text }] }),
    warn: encoding.warn,
  });
  return {
    ...(hasSystem && { systemInstruction: { parts: system } }),
    contents: started.map(({ role, parts }) => ({ role, parts })),
  };
}

function isSystem(message: Message): message is SystemMessage {
  return message.role === 'system';
}

function encodeTurn(message: Message, encoding: Encoding): readonly Turn[] {
  switch (message.role) {
    case 'system':
    case 'user':
      return [{ role: 'user', kind: 'content', parts: encodeContent(message.content, encoding) }];
    case 'assistant':
      return [
        { role: 'model', kind: 'content', parts: encodeAssistant(message.content, encoding) },
      ];
    case 'tool':
      return encodeResults(message.content, encoding);
  }
}

function mergeTurns(turns: readonly Turn[]): readonly Turn[] {
  const merged: Turn[] = [];
  for (const turn of turns) {
    const last = merged.at(-1);
    if (turn.parts.length === 0) continue;
    if (last?.role === turn.role && last.kind === turn.kind) {
      merged[merged.length - 1] = { ...last, parts: [...last.parts, ...turn.parts] };
    } else {
      merged.push(turn);
    }
  }
  return merged;
}

function encodeResults(results: readonly ToolResultPart[], encoding: Encoding): readonly Turn[] {
  const encoded = results.map((result) => encodeResult(result, encoding));
  return [
    { role: 'user', kind: 'results', parts: encoded.map(({ result }) => result) },
    { role: 'user', kind: 'content', parts: encoded.flatMap(({ files }) => files) },
  ];
}

interface EncodedResult {
  readonly result: JsonObject;
  /** The files that cannot be in the result. They follow the results. */
  readonly files: readonly JsonObject[];
}

/**
 * The API accepts inline data in results from Gemini 3 on, and addresses never. The output is sent if no part can be
 * sent.
 */
function encodeResult(part: ToolResultPart, encoding: Encoding): EncodedResult {
  const { toolCallId: id, name, output, parts = [], isError } = part;
  const text = parts.flatMap((each) => (each.type === 'text' ? each.text : [])).join('\n');
  const given = parts.filter((each) => each.type !== 'text');
  const files = given
    .filter(({ data }) => isReadable(data, encoding.rules))
    .map((each) => encodeData(each, encoding));
  if (files.length < given.length) {
    encoding.warn('parts of a tool result omitted: the model cannot read their address');
  }
  const isInside = (file: JsonObject): boolean =>
    encoding.rules.resultParts && file.inlineData !== undefined;
  const inside = files.filter(isInside);
  const sent = text === '' && files.length === 0 ? output : text;
  return {
    result: {
      functionResponse: {
        id,
        name: encoding.names.encode(name),
        response: isError === true ? { error: sent } : { output: sent },
        ...(inside.length > 0 && { parts: inside }),
      },
      ...optionsOf(part, encoding.provider),
    },
    files: files.filter((file) => !isInside(file)),
  };
}

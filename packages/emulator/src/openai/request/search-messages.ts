import { isRecord } from '../../is-record.ts';
import type { ParameterError } from './errors/parameter-error.ts';
import type { JsonRecord } from './read-parameter.ts';

/** Returns the objects of a list. */
export function listRecords(value: unknown): readonly JsonRecord[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** Returns the path of the first message that matches. */
export function findMessage(
  body: JsonRecord,
  matches: (message: JsonRecord) => boolean,
): string | undefined {
  const index = listRecords(body['messages']).findIndex(matches);
  return index < 0 ? undefined : `messages[${index}]`;
}

/** Returns the first error of a tool call. */
export function findInCalls(
  body: JsonRecord,
  check: (call: JsonRecord, path: string) => ParameterError | undefined,
): ParameterError | undefined {
  const errors = listRecords(body['messages']).flatMap((message, index) =>
    listRecords(message['tool_calls']).map((call, count) =>
      check(call, `messages[${index}].tool_calls[${count}]`),
    ),
  );
  return errors.find((error) => error !== undefined);
}

/** Returns whether the message has tool calls. */
export function hasCalls(message: JsonRecord): boolean {
  return listRecords(message['tool_calls']).length > 0;
}

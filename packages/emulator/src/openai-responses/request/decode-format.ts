import type { Conversation, ResponseFormat } from '../../openai/request/chat-request.ts';
import { ParameterError, unknownValue } from '../../openai/request/errors/parameter-error.ts';
import {
  readFlag,
  readOptional,
  readRecord,
  readRequired,
  readText,
} from '../../openai/request/read-parameter.ts';
import { readName } from './read-name.ts';
import { assertStrictSchema } from './strict-schema.ts';

const path = 'text.format';

/** Decodes `text`. JSON without a schema must be mentioned in a message. */
export function decodeFormat(value: unknown, conversation: Conversation): ResponseFormat {
  const text = readOptional(value, 'text', readRecord);
  const format = readOptional(text?.['format'], path, readRecord);
  if (!format) return { kind: 'text' };
  const type = readRequired(format['type'], `${path}.type`, readText);
  switch (type) {
    case 'text':
      return { kind: 'text' };
    case 'json_object':
      assertMentionsJson(conversation);
      return { kind: 'json', schema: undefined };
    case 'json_schema': {
      const name = readRequired(format['name'], `${path}.name`, readName);
      const schema = readRequired(format['schema'], `${path}.schema`, readRecord);
      const strict = readOptional(format['strict'], `${path}.strict`, readFlag) ?? false;
      if (strict) assertStrictSchema(schema, `response_format '${name}'`, `${path}.schema`);
      return { kind: 'json', schema };
    }
    default:
      throw unknownValue(`${path}.type`, type, ['json_object', 'json_schema', 'text']);
  }
}

function assertMentionsJson({ messages }: Conversation): void {
  if (messages.some(({ text }) => /json/iu.test(text))) return;
  throw new ParameterError(
    "Response input messages must contain the word 'json' in some form to use 'text.format' of type 'json_object'.",
    'input',
  );
}

import * as z from 'zod';

import type { ChatClient } from '../../tasks/chat-client.ts';
import type { OpenAiTarget } from '../openai/openai-target.ts';
import { createRuntime } from '../openai/understudy-client.ts';

/** What the request contains as the schema of the response. */
export type SchemaChoice = 'no schema' | 'JSON Schema' | 'zod';

const zodSchema = z.object({
  play: z.string(),
  parts: z.array(
    z.object({
      role: z.string(),
      lines: z.int().min(0),
      understudies: z.array(z.string()),
      isSung: z.boolean().optional(),
    }),
  ),
});
const schemas = { 'JSON Schema': z.toJSONSchema(zodSchema), zod: zodSchema };

/** Creates a client that awaits `chat().response()` of a JSON response and returns its text. */
export async function createJsonClient(
  target: OpenAiTarget,
  choice: SchemaChoice,
): Promise<ChatClient> {
  const { understudy, chatRequest } = createRuntime(target, 'one target', 'json');
  const schema = choice === 'no schema' ? {} : { name: 'play', schema: schemas[choice] };
  const responseFormat = { type: 'json', ...schema } as const;
  return {
    chat: async (onText) => {
      const { text, output } = await understudy.chat({ ...chatRequest, responseFormat }).response();
      if (output === undefined) throw new Error('wrong response: expected an output');
      onText(text);
    },
    close: () => understudy.close(),
  };
}

import type { ChatResponse } from '../chat/chat-response.ts';
import type { StandardIssue, StandardSchema } from '../chat/json-schema.ts';
import { ProviderError } from '../errors/provider-error.ts';
import { parseJson } from '../json/read-json-value.ts';
import type { CheckedInput } from '../request/read-call.ts';
import type { CollectedResponse } from '../stream/chat-collector.ts';

/** Adds `output` to a response. */
export type OutputReader<Output> = (
  response: Promise<CollectedResponse>,
) => Promise<ChatResponse<Output>>;

/** Returns the reader for the requested format. JSON is validated by a Standard Schema only. */
export function createOutputReader<Output>(input: CheckedInput): OutputReader<Output>;
export function createOutputReader(input: CheckedInput): OutputReader<unknown> {
  const schema = input.type === 'valid' ? input.outputSchema : undefined;
  const isJson = input.type === 'valid' && input.content.responseFormat?.type === 'json';
  return async (response) => {
    const collected = await response;
    if (!isJson || !isComplete(collected)) return { ...collected, output: undefined };
    const output = schema ? await validate(collected, schema) : parseJson(collected.text);
    return { ...collected, output };
  };
}

/** Whether the text is the response: text beside tool calls and the text of a refusal are not. */
function isComplete({ text, toolCalls, finishReason }: CollectedResponse): boolean {
  return text !== '' && toolCalls.length === 0 && finishReason !== 'content-filter';
}

const invalidResult =
  'the result of the schema is not valid, expected an object with value or issues';

/** @throws ProviderError `response-rejected` if the text is not JSON or does not match the schema */
async function validate(response: CollectedResponse, schema: StandardSchema): Promise<unknown> {
  const json = parseJson(response.text);
  if (json === undefined) throw rejected(response, 'response is not valid JSON');
  try {
    const result = await schema['~standard'].validate(json);
    if (!isResult(result)) throw rejected(response, invalidResult);
    if (!result.issues) return result.value;
    throw rejected(response, `response does not match the schema${formatPath(result.issues)}`);
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    throw rejected(response, 'the schema threw an error (see cause)', error);
  }
}

function isResult(result: unknown): boolean {
  if (typeof result !== 'object' || result === null) return false;
  const issues: unknown = Reflect.get(result, 'issues');
  return issues === undefined ? 'value' in result : Array.isArray(issues);
}

/** The messages of the issues are left out, because they can contain text of the response. */
function formatPath([issue]: readonly StandardIssue[]): string {
  const path = issue?.path ?? [];
  const names = path.map((key) => String(typeof key === 'object' ? key.key : key));
  return names.length === 0 ? '' : ` at ${names.join('.').slice(0, 200)}`;
}

function rejected(response: CollectedResponse, message: string, cause?: unknown): ProviderError {
  const { provider, text, attempts, requestId } = response;
  const model = attempts.at(-1)?.model ?? '';
  const target = { provider, model, phase: 'content', partialText: text } as const;
  return new ProviderError({ code: 'response-rejected', message, cause, requestId }, target);
}

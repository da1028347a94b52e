import type { NameAdvice } from '../input/readers.ts';

/** The fields of a request, by the names that other libraries give to them. */
const renamedFields: Readonly<Record<string, string>> = {
  prompt: 'messages',
  input: 'messages',
  maxTokens: 'maxOutputTokens',
  max_tokens: 'maxOutputTokens',
  max_completion_tokens: 'maxOutputTokens',
  maxCompletionTokens: 'maxOutputTokens',
  max_output_tokens: 'maxOutputTokens',
  stopSequences: 'stop',
  stop_sequences: 'stop',
  top_p: 'topP',
  functions: 'tools',
  tool_choice: 'toolChoice',
  parallel_tool_calls: 'parallelToolCalls',
  reasoning: 'reasoningEffort',
  reasoning_effort: 'reasoningEffort',
  effort: 'reasoningEffort',
  thinking: 'reasoningEffort',
  output: 'responseFormat',
  response_format: 'responseFormat',
  extra_body: 'providerOptions',
};

const systemAdvice = 'add a message with the role "system"';

/** Fields of other libraries that a request does not have under another name. */
const foreignFields: NameAdvice = {
  system: systemAdvice,
  instructions: systemAdvice,
  stream: 'remove it: every chat can be read as a stream or as a complete response',
};

const optionAdvice = 'pass it in the options, the second argument of chat()';

/** What to do about an unknown field of a request. */
export const requestAdvice: NameAdvice = {
  ...adviseNames((field) => `did you mean "${field}"?`),
  ...foreignFields,
  signal: optionAdvice,
  abortSignal: optionAdvice,
  headers: optionAdvice,
  timeouts: optionAdvice,
  timeout: optionAdvice,
  deadlineMs: optionAdvice,
  retry: optionAdvice,
  maxAttempts: optionAdvice,
  accept: optionAdvice,
  midStream: optionAdvice,
  affinity: optionAdvice,
};

const fieldAdvice = 'it belongs to the request, the first argument of chat()';
const timeoutsAdvice = 'did you mean "timeouts" or "deadlineMs"?';
const retryAdvice = 'did you mean "retry.maxRetries"?';
const chainAdvice = 'set it in a chain, which can also be the "model" of the request';
const targetAdvice = `${chainAdvice}, for each target`;

/**
 * Returns what to do about an unknown option of a chat.
 *
 * @param requestFields - the fields of a request
 */
export function createOptionsAdvice(requestFields: readonly string[]): NameAdvice {
  return {
    ...Object.fromEntries(requestFields.map((name) => [name, fieldAdvice])),
    ...adviseNames((field) => `${fieldAdvice}; did you mean "${field}"?`),
    ...foreignFields,
    abortSignal: 'did you mean "signal"?',
    timeout: timeoutsAdvice,
    timeoutMs: timeoutsAdvice,
    maxRetries: retryAdvice,
    retries: retryAdvice,
    commit: chainAdvice,
    hedge: chainAdvice,
    errorRules: chainAdvice,
    limits: chainAdvice,
    maxWaitMs: 'did you mean "retry.maxWaitMs"?',
    maxConcurrent: targetAdvice,
    requestsPerMinute: targetAdvice,
    tokensPerMinute: targetAdvice,
  };
}

/** @param advise - returns the advice for a name that means this field of a request */
function adviseNames(advise: (field: string) => string): NameAdvice {
  return Object.fromEntries(
    Object.entries(renamedFields).map(([name, field]) => [name, advise(field)]),
  );
}

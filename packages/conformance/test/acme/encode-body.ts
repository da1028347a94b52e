import type { ChatRequest } from '@understudy/core/provider';

/** Fields that a fault leaves out. */
const droppedFields: Readonly<Record<string, string>> = {
  'drops-top-k': 'topK',
  'drops-parallel-tool-calls': 'parallelToolCalls',
  'drops-strict': 'strict',
  'drops-signatures-of-requests': 'signature',
};

/** Encodes a request as the JSON of a `ChatRequest`, with bytes in base64. */
export function encodeBody(request: ChatRequest, fault: string | undefined): string {
  const {
    model,
    messages: _messages,
    tools: _tools,
    responseFormat: _format,
    ...settings
  } = request;
  const tools = fault === 'drops-tools' ? undefined : request.tools;
  const responseFormat = fault === 'drops-schema' ? undefined : request.responseFormat;
  const messages =
    fault === 'drops-system-message'
      ? request.messages.filter(({ role }) => role !== 'system')
      : request.messages;
  const body = { ...settings, model, stream: true, messages, tools, responseFormat };
  return JSON.stringify(body, (name, value) => {
    if (droppedFields[fault ?? ''] === name) return undefined;
    if (fault === 'drops-tool-results-with-parts' && value?.parts) return undefined;
    if (fault === 'drops-images' && value?.type === 'image') return undefined;
    if (fault === 'drops-files' && value?.type === 'file') return undefined;
    return name === 'bytes' ? Buffer.from(value.data ?? value).toString('base64') : value;
  });
}

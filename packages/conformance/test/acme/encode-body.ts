import type { ChatRequest } from '@understudy/core/provider';

/** Encodes a request as the JSON of a `ChatRequest`, with bytes in base64. */
export function encodeBody(request: ChatRequest, fault: string | undefined): string {
  const { model } = request;
  const tools = fault === 'drops-tools' ? undefined : request.tools;
  const responseFormat = fault === 'drops-schema' ? undefined : request.responseFormat;
  const messages =
    fault === 'drops-system-message'
      ? request.messages.filter(({ role }) => role !== 'system')
      : request.messages;
  return JSON.stringify({ model, stream: true, messages, tools, responseFormat }, (name, value) => {
    if (fault === 'drops-images' && value?.type === 'image') return undefined;
    if (fault === 'drops-files' && value?.type === 'file') return undefined;
    return name === 'bytes' ? Buffer.from(value.data ?? value).toString('base64') : value;
  });
}

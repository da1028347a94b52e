import type {
  ChatRequest,
  ProviderContext,
  ProviderEvent,
  ProviderPorts,
} from '@understudy/core/provider';

import type { ModelStream, ReadableModel } from './model-source.ts';
import type { DownloadedFile } from './request/download-files.ts';
import { downloadFiles } from './request/download-files.ts';
import { encodeRequest } from './request/encode-request.ts';
import { decodeError } from './response/decode-error.ts';
import { ResponseDecoder } from './response/response-decoder.ts';

/** A model, and how its requests are encoded. */
export interface ChatTarget {
  readonly model: ReadableModel;
  /** The namespace of the AI SDK's provider in `providerOptions`. */
  readonly namespace: string;
  readonly download: (
    url: URL,
    ports: ProviderPorts,
    context: ProviderContext,
  ) => Promise<DownloadedFile>;
  /** The ports of requests that are not requests for a response. */
  readonly ports: ProviderPorts;
}

/** Runs one chat. */
export async function* streamChat(
  request: ChatRequest,
  context: ProviderContext,
  target: ChatTarget,
): AsyncGenerator<readonly ProviderEvent[], void, undefined> {
  const { provider, signal, clock } = context;
  const { options, warnings } = await encode(request, context, target);
  const { stream, response } = await openStream(options, context, target);
  const headers = response?.headers ?? {};
  const decoder = new ResponseDecoder({
    provider,
    model: request.model,
    headers,
    warnings,
    clock,
  });
  const reader = stream.getReader();
  // Ends a pending read, also if the model ignores its signal.
  const cancel = (): void => void reader.cancel(signal.reason).catch(() => {});
  signal.addEventListener('abort', cancel, { once: true });
  try {
    for (;;) {
      const { done, value } = await read(reader, context);
      signal.throwIfAborted();
      if (done) throw decoder.end();
      yield decoder.decode(value);
      if (decoder.failure) throw decoder.failure;
      if (decoder.isComplete) return;
    }
  } finally {
    signal.removeEventListener('abort', cancel);
    cancel();
  }
}

async function encode(request: ChatRequest, context: ProviderContext, target: ChatTarget) {
  const { source, version } = target.model;
  const download = (url: URL): Promise<DownloadedFile> =>
    target.download(url, target.ports, context);
  const messages = await downloadFiles(
    request.messages,
    (await source.supportedUrls) ?? {},
    download,
  );
  const settings = { version, provider: context.provider, namespace: target.namespace };
  return encodeRequest({ ...request, messages }, settings);
}

/** Rejects when the signal aborts, also if the model ignores it. A stream that is opened later is canceled. */
async function openStream(
  options: object,
  { signal, headers, includeRaw, clock }: ProviderContext,
  { model }: ChatTarget,
): Promise<ModelStream> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  const opening = open();
  try {
    return await Promise.race([opening, aborted]);
  } catch (error) {
    opening.then(({ stream }) => stream.cancel(signal.reason)).catch(() => {});
    signal.throwIfAborted();
    throw decodeError(error, clock);
  } finally {
    signal.removeEventListener('abort', abort);
  }

  async function open(): Promise<ModelStream> {
    return model.source.doStream({
      ...options,
      headers,
      abortSignal: signal,
      ...(includeRaw && { includeRawChunks: true }),
    });
  }
}

type Reader = ReadableStreamDefaultReader<unknown>;

async function read(
  reader: Reader,
  { signal, clock }: ProviderContext,
): Promise<Awaited<ReturnType<Reader['read']>>> {
  try {
    return await reader.read();
  } catch (error) {
    signal.throwIfAborted();
    throw decodeError(error, clock);
  }
}

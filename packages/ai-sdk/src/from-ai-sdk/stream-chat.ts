import type {
  ChatRequest,
  ProviderContext,
  ProviderEvent,
  ProviderPorts,
} from '@understudy/core/provider';

import type { ReadableModel } from './model-source.ts';
import type { DownloadedFile } from './request/download-files.ts';
import { downloadFiles } from './request/download-files.ts';
import { encodeRequest } from './request/encode-request.ts';
import { decodeError } from './response/decode-error.ts';
import { PartReader } from './response/part-reader.ts';
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
  const { stream, headers, warnings } = await openStream(request, context, target);
  const decoder = new ResponseDecoder({
    provider,
    model: request.model,
    headers,
    warnings,
    clock,
  });
  const parts = new PartReader(stream);
  // Ends a pending read, also if the model ignores its signal.
  const cancel = (): void => parts.cancel(signal.reason);
  signal.addEventListener('abort', cancel, { once: true });
  try {
    for (;;) {
      const read = await parts.next();
      signal.throwIfAborted();
      if (!read) throw parts.end?.isFailed ? decodeError(parts.end.error, clock) : decoder.end();
      yield decoder.decodeAll(read);
      if (decoder.failure) throw decoder.failure;
      if (decoder.isComplete) return;
    }
  } finally {
    signal.removeEventListener('abort', cancel);
    cancel();
  }
}

interface OpenedStream {
  readonly stream: ReadableStream<unknown>;
  readonly headers: Readonly<Record<string, string>>;
  /** Warnings about the request. */
  readonly warnings: readonly string[];
}

/** Rejects when the signal aborts, also if the model ignores it. A stream that is opened later is canceled. */
async function openStream(
  request: ChatRequest,
  context: ProviderContext,
  target: ChatTarget,
): Promise<OpenedStream> {
  const { signal, clock } = context;
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  const opening = open(request, context, target);
  try {
    return await Promise.race([opening, aborted]);
  } catch (error) {
    opening.then(({ stream }) => stream.cancel(signal.reason)).catch(() => {});
    signal.throwIfAborted();
    throw decodeError(error, clock);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

async function open(
  request: ChatRequest,
  context: ProviderContext,
  { model: { source, version }, namespace, download, ports }: ChatTarget,
): Promise<OpenedStream> {
  const { provider, signal, headers, includeRaw } = context;
  const patterns = (await source.supportedUrls) ?? {};
  const messages = await downloadFiles(request.messages, patterns, (url) =>
    download(url, ports, context),
  );
  const { options, warnings } = encodeRequest(
    { ...request, messages },
    { version, provider, namespace },
  );
  signal.throwIfAborted();
  const { stream, response } = await source.doStream({
    ...options,
    headers,
    abortSignal: signal,
    ...(includeRaw && { includeRawChunks: true }),
  });
  return { stream, headers: response?.headers ?? {}, warnings };
}

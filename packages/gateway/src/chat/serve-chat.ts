import type { IncomingHttpHeaders, ServerResponse } from 'node:http';

import type { Attempt, ChatStream, JsonObject, Understudy, Usage } from '@understudy/core';

import type { ChatEndpoint, DecodedChat, ResponseIdentity } from '../endpoints/chat-endpoint.ts';
import type { Disclosure, Failure } from '../errors/failure.ts';
import { hasReachedVendor, toFailure } from '../errors/failure.ts';
import type { RequestLogEntry } from '../gateway-options.ts';
import type { Admission } from '../guard/admission.ts';
import { mayUse } from '../guard/admission.ts';
import { modelNotAllowed } from '../guard/model-not-allowed.ts';
import { sendFailure } from '../http/send-failure.ts';
import { sendJson } from '../http/send-json.ts';
import type { GatewayKey } from '../keys/gateway-key.ts';
import { sealMessage } from '../signatures/seal-events.ts';
import { toSigner } from '../signatures/signature.ts';
import { unsealRequest } from '../signatures/unseal-request.ts';
import type { ClientConnection } from './client-connection.ts';
import { ClientStream } from './client-stream.ts';
import type { ClientStreamOptions } from './client-stream.ts';
import { readAffinity } from './read-affinity.ts';
import { createResponseHeaders } from './response-headers.ts';
import type { Responder } from './response-headers.ts';
import { streamChat } from './stream-chat.ts';

/** One request of a client. */
export interface ChatExchange {
  readonly requestId: string;
  readonly key: GatewayKey;
  readonly headers: IncomingHttpHeaders;
  readonly body: JsonObject;
  readonly response: ServerResponse;
  readonly client: ClientConnection;
  /** The headers of every response to the client. */
  readonly commonHeaders: Readonly<Record<string, string>>;
}

/** What a chat is served with. */
export interface ChatService extends Disclosure, Omit<ClientStreamOptions, 'heartbeat'> {
  readonly understudy: Understudy;
  readonly admission: Admission;
  readonly earlyHeadMs?: number | undefined;
  readonly onRequest: ((entry: RequestLogEntry) => void) | undefined;
  readonly onStream: ((change: 'opened' | 'closed') => void) | undefined;
}

/** Runs one chat, sends its response and logs it. Never rejects. */
export async function serveChat(
  endpoint: ChatEndpoint,
  exchange: ChatExchange,
  service: ChatService,
): Promise<void> {
  const chat = new ServedChat(endpoint, exchange, service);
  await chat.run();
  service.onRequest?.(chat.logEntry());
}

/** One chat and what is known about it when it ends. */
class ServedChat {
  readonly #endpoint: ChatEndpoint;
  readonly #exchange: ChatExchange;
  readonly #service: ChatService;
  readonly #startedAt = performance.now();
  #model = '';
  #stream = false;
  #chat: ChatStream | undefined;
  #usage: Usage | undefined;
  #failure: Failure | undefined;

  constructor(endpoint: ChatEndpoint, exchange: ChatExchange, service: ChatService) {
    this.#endpoint = endpoint;
    this.#exchange = exchange;
    this.#service = service;
  }

  async run(): Promise<void> {
    const { client, response, requestId, commonHeaders } = this.#exchange;
    try {
      await this.#run();
    } catch (error) {
      this.#failure = toFailure(error, hasReachedVendor(this.#attempts), this.#service);
      if (response.headersSent || client.isGone) return;
      const headers = { ...commonHeaders, 'x-understudy-attempts': String(this.#attempts.length) };
      sendFailure(response, this.#failure, { format: this.#endpoint.errors, requestId, headers });
    }
  }

  logEntry(): RequestLogEntry {
    const { requestId, key, response, client } = this.#exchange;
    return {
      requestId,
      key: key.name,
      path: this.#endpoint.path,
      model: this.#model,
      status: client.isGone ? 499 : response.statusCode,
      error: client.isGone ? 'aborted' : this.#failure?.code,
      stream: this.#stream,
      attempts: this.#attempts,
      durationMs: Math.round((performance.now() - this.#startedAt) * 10) / 10,
      usage: this.#usage,
    };
  }

  get #attempts(): readonly Attempt[] {
    return this.#chat?.attempts ?? [];
  }

  async #run(): Promise<void> {
    const { body, headers, key, client } = this.#exchange;
    const { understudy, admission } = this.#service;
    const decoded = this.#endpoint.decode(body, headers);
    const { request } = decoded;
    this.#model = request.model;
    this.#stream = decoded.stream;
    if (!mayUse(key, request.model)) throw modelNotAllowed(request.model);
    const permit = admission.admit(key, request.model);
    try {
      const chat = understudy.chat(unsealRequest(request, this.#endpoint.format), {
        signal: client.signal,
        affinity: readAffinity(key.name, body, headers),
        midStream: 'fail',
      });
      this.#chat = chat;
      await (decoded.stream ? this.#sendStream(chat, decoded) : this.#sendResponse(chat, decoded));
    } finally {
      permit.settle({ usage: this.#usage });
    }
  }

  async #sendStream(chat: ChatStream, decoded: DecodedChat): Promise<void> {
    const { client, headers, commonHeaders, response } = this.#exchange;
    const { earlyHeadMs, expose, onStream } = this.#service;
    const { heartbeat } = this.#endpoint;
    const stream = new ClientStream(response, client, { ...this.#service, heartbeat });
    try {
      await streamChat(chat, stream, {
        expose,
        earlyHeadMs,
        sendsAttempts: headers['x-understudy-events'] === 'attempts',
        createEncoder: (model) => decoded.createEncoder(this.#identify(model)),
        open: (responder, warnings) => {
          const all = [...decoded.warnings, ...warnings];
          stream.open({ ...commonHeaders, ...this.#headersOf(responder, all) });
          onStream?.('opened');
        },
        onUsage: (usage) => (this.#usage = usage),
      });
    } finally {
      if (stream.isOpen) onStream?.('closed');
    }
  }

  async #sendResponse(chat: ChatStream, decoded: DecodedChat): Promise<void> {
    const response = await chat.response();
    const { provider, model, message, usage, warnings } = response;
    this.#usage = usage;
    const sealed = { ...response, message: sealMessage(message, toSigner(response.attempts)) };
    const body = decoded.encodeResponse(sealed, this.#identify(model));
    const all = [...decoded.warnings, ...warnings];
    const headers = {
      ...this.#exchange.commonHeaders,
      ...this.#headersOf({ provider, model }, all),
    };
    sendJson(this.#exchange.response, 200, headers, body);
  }

  #identify(model: string): ResponseIdentity {
    const { requestId } = this.#exchange;
    return {
      id: `${this.#endpoint.idPrefix}${requestId.replaceAll('-', '')}`,
      requestId,
      created: Math.floor(Date.now() / 1000),
      model: this.#service.expose ? model : this.#model,
    };
  }

  #headersOf(
    responder: Responder | undefined,
    warnings: readonly string[],
  ): Readonly<Record<string, string>> {
    const named = this.#service.expose ? responder : undefined;
    return createResponseHeaders(named, this.#attempts, warnings.length);
  }
}

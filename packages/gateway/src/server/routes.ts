import type { FastifyReply, FastifyRequest } from 'fastify';

import { ClientConnection } from '../chat/client-connection.ts';
import { serveChat } from '../chat/serve-chat.ts';
import type { ChatEndpoint } from '../endpoints/chat-endpoint.ts';
import { encodeModels, encodeOneModel } from '../endpoints/models.ts';
import type { ModelPageQuery } from '../endpoints/models.ts';
import type { GatewayOptions } from '../gateway-options.ts';
import type { Admission } from '../guard/admission.ts';
import { readJsonBody } from '../http/read-json-body.ts';
import type { BodyLimits } from '../http/read-json-body.ts';
import type { GuardServices } from './add-guard.ts';
import { getRequestState } from './request-state.ts';

/** What the routes work with. */
export interface RouteServices extends GuardServices {
  readonly admission: Admission;
  readonly body: BodyLimits;
  readonly onRequest: GatewayOptions['onRequest'];
  readonly onStream: GatewayOptions['onStream'];
}

/** Runs the chat of a request, and sends its response. */
export async function handleChat(
  endpoint: ChatEndpoint,
  request: FastifyRequest,
  reply: FastifyReply,
  services: RouteServices,
): Promise<void> {
  const body = await readJsonBody(request.raw, services.body);
  const { key, headers: commonHeaders } = getRequestState(request);
  // A body can take a minute, after which a previous runtime may be closed.
  const { understudy, settings } = services.current();
  reply.hijack();
  const response = reply.raw;
  const client = new ClientConnection(response);
  const { id: requestId, headers } = request;
  const removeChat = services.chats.add(client, understudy);
  const exchange = { requestId, key, headers, body, response, client, commonHeaders };
  await serveChat(endpoint, exchange, { ...services, ...settings, understudy });
  removeChat();
}

/** Returns the models that the key may use. */
export async function handleModels(request: FastifyRequest): Promise<object> {
  const { key, generation } = getRequestState(request);
  const query: ModelPageQuery = Object(request.query);
  return encodeModels(await generation.catalog.list(key), request.headers, query);
}

/** Returns one model. Its id may contain slashes. */
export async function handleModel(request: FastifyRequest): Promise<object> {
  const { key, generation } = getRequestState(request);
  const models = await generation.catalog.list(key);
  return encodeOneModel(models, String(Object(request.params)['*']), request.headers);
}

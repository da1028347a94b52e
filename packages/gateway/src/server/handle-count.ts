import { isProviderError, isUnderstudyError } from '@understudy/core';
import type { ChatRequest, Understudy } from '@understudy/core';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { ClientConnection } from '../chat/client-connection.ts';
import { decodeCount, messages } from '../endpoints/messages.ts';
import { Rejection } from '../errors/rejection.ts';
import { mayUse } from '../guard/admission.ts';
import { modelNotAllowed } from '../guard/model-not-allowed.ts';
import { readJsonBody } from '../http/read-json-body.ts';
import { unsealRequest } from '../signatures/unseal-request.ts';
import { getRequestState, updateRequestState } from './request-state.ts';
import type { RouteServices } from './routes.ts';

/**
 * Returns the number of input tokens, as counted by the first available target. Never estimates: Claude Code compacts a
 * conversation by this number.
 */
export async function handleCount(
  request: FastifyRequest,
  reply: FastifyReply,
  { body: bodyLimits, current, chats, admission }: RouteServices,
): Promise<object> {
  const body = await readJsonBody(request.raw, bodyLimits);
  const { key } = getRequestState(request);
  const decoded = decodeCount(body, request.headers);
  updateRequestState(request, { model: decoded.model });
  if (!mayUse(key, decoded.model)) throw modelNotAllowed(decoded.model);
  const permit = admission.admit(key, decoded.model);
  const { understudy } = current();
  const client = new ClientConnection(reply.raw);
  const removeChat = chats.add(client, understudy);
  try {
    const unsealed = unsealRequest(decoded, messages.format);
    return { input_tokens: await countTokens(understudy, unsealed, client.signal) };
  } catch (error) {
    // The vendor has received a request, which a retry of the client would repeat.
    if (isProviderError(error)) updateRequestState(request, { reachedVendor: true });
    throw error;
  } finally {
    removeChat();
    permit.settle({});
  }
}

/** @throws Rejection `path-not-found` if the target cannot count. Clients then count by themselves */
async function countTokens(
  understudy: Understudy,
  request: ChatRequest,
  signal: AbortSignal,
): Promise<number> {
  const { targets } = understudy.explain(request);
  const available = targets.find(({ skipped }) => !skipped);
  const model = available ? `${available.provider}/${available.model}` : request.model;
  try {
    return (await understudy.countTokens({ ...request, model }, { signal })).inputTokens;
  } catch (error) {
    const isUnsupported = isUnderstudyError(error) && error.code === 'unsupported-feature';
    throw isUnsupported
      ? new Rejection('path-not-found', 'the first target of the model cannot count tokens')
      : error;
  }
}

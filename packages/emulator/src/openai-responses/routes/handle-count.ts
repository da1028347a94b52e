import { countTokens } from '../../openai/completion/count-tokens.ts';
import { ParameterError } from '../../openai/request/errors/parameter-error.ts';
import { createJsonReply } from '../../server/create-reply.ts';
import type { ReceivedRequest } from '../../server/received-request.ts';
import type { Reply } from '../../server/reply.ts';
import { decodeCountRequest } from '../request/decode-responses-request.ts';
import { createParameterReply, findMissingModel, readRequest } from './handle-responses.ts';
import type { ServerState } from './server-state.ts';

/** `POST /v1/responses/input_tokens`. */
export function handleCount(state: ServerState, { body }: ReceivedRequest): Reply {
  const counted = readRequest(() => decodeCountRequest(body, state.items));
  if (counted instanceof ParameterError) return createParameterReply(counted);
  const count = { object: 'response.input_tokens', input_tokens: countTokens(counted.text) };
  return findMissingModel(state, counted.model) ?? createJsonReply(200, count);
}

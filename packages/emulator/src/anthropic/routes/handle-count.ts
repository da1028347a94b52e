import { countTokens } from '../../openai/completion/count-tokens.ts';
import { createJsonReply } from '../../server/create-reply.ts';
import type { ReceivedRequest } from '../../server/received-request.ts';
import type { Reply } from '../../server/reply.ts';
import { RequestError } from '../../server/request-error.ts';
import { decodeCountRequest } from '../request/decode-messages-request.ts';
import { createRequestErrorReply, findMissingModel, readRequest } from './handle-messages.ts';
import type { ServerState } from './server-state.ts';

/** `POST /v1/messages/count_tokens`. */
export function handleCount(state: ServerState, { body }: ReceivedRequest): Reply {
  const counted = readRequest(() => decodeCountRequest(body));
  if (counted instanceof RequestError) return createRequestErrorReply(counted);
  const missing = findMissingModel(state, counted.model);
  return missing ?? createJsonReply(200, { input_tokens: countTokens(counted.text) });
}

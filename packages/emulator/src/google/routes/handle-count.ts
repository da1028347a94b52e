import { countTokens } from '../../openai/completion/count-tokens.ts';
import { createJsonReply } from '../../server/create-reply.ts';
import type { ReceivedRequest } from '../../server/received-request.ts';
import type { Reply } from '../../server/reply.ts';
import { decodeCountRequest } from '../request/decode-generate-request.ts';
import { catchRequestError, findMissingModel } from './handle-generate.ts';
import type { ServerState } from './server-state.ts';

/** `countTokens`. */
export function handleCount(state: ServerState, { body }: ReceivedRequest, model: string): Reply {
  return catchRequestError(() => {
    const text = decodeCountRequest(body, model);
    const missing = findMissingModel(state, model);
    return missing ?? createJsonReply(200, { totalTokens: countTokens(text) });
  });
}

import type { ScriptedResponse, MockReply } from '../wire-format.ts';
import type { Exchange } from './exchange.ts';

/** How the vendor answers a request, byte by byte. */
export type Handler = (exchange: Exchange) => Promise<void>;

/** What the vendor does: a scene, one for each request by what stands in it, or bytes by hand. */
export type ServerScript =
  | ScriptedResponse
  | ((heard: string) => ScriptedResponse)
  | { readonly handler: Handler };

/** The vendor sends this reply, whatever it is asked. */
export function delivering(reply: MockReply): ServerScript {
  return { handler: (exchange) => exchange.deliver(reply) };
}

/** The vendor takes the request, and never says a word. */
export const silent: ServerScript = { handler: (exchange) => exchange.hold() };

/** What a programme has for a request that holds these words. */
export function sceneFor(programme: ServerScript, heard: string): ScriptedResponse {
  if (typeof programme === 'function') return programme(heard);
  if ('type' in programme) return programme;
  throw new Error('this clause is about bytes: opt out of `wire` with a reason');
}

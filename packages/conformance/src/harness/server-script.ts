import type { MockReply, ScriptedResponse } from '../wire-format.ts';
import type { Exchange } from './exchange.ts';

/** Replies to one request. */
export type Handler = (exchange: Exchange) => Promise<void>;

/** What the mock vendor does: one response, a response for each request text, or a handler. */
export type ServerScript =
  | ScriptedResponse
  | ((requestText: string) => ScriptedResponse)
  | { readonly handler: Handler };

/** Sends the same reply to each request. */
export function delivering(reply: MockReply): ServerScript {
  return { handler: (exchange) => exchange.deliver(reply) };
}

/** Accepts requests and never responds. */
export const neverResponding: ServerScript = { handler: (exchange) => exchange.stall() };

/** Returns the scripted response for a request with this text. */
export function resolveScript(script: ServerScript, requestText: string): ScriptedResponse {
  if (typeof script === 'function') return script(requestText);
  if ('type' in script) return script;
  throw new Error('a handler needs a wire format; set `requires` of the clause to `wire`');
}

import type { Scene, StagedReply } from '../stage.ts';
import type { Exchange } from './exchange.ts';

/** How the vendor answers a request, byte by byte. */
export type Perform = (exchange: Exchange) => Promise<void>;

/** What the vendor does: a scene, one for each request by what stands in it, or bytes by hand. */
export type Programme = Scene | ((heard: string) => Scene) | { readonly perform: Perform };

/** The vendor sends this reply, whatever it is asked. */
export function delivering(reply: StagedReply): Programme {
  return { perform: (exchange) => exchange.deliver(reply) };
}

/** The vendor takes the request, and never says a word. */
export const silent: Programme = { perform: (exchange) => exchange.hold() };

/** What a programme has for a request that holds these words. */
export function sceneFor(programme: Programme, heard: string): Scene {
  if (typeof programme === 'function') return programme(heard);
  if ('type' in programme) return programme;
  throw new Error('this clause is about bytes: opt out of `wire` with a reason');
}

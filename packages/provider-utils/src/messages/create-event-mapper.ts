import type { ChatRequest, ProviderEvent } from '@understudy/core/provider';

import { WarningInjector } from '../stream/warning-injector.ts';
import { restoreToolNames } from './restore-tool-names.ts';

/** What differs between a request and what was sent. */
interface EncodingChanges {
  readonly warnings: readonly string[];
  /** The names of the request by the names that were sent. Undefined if they are equal. */
  readonly toolNames?: ReadonlyMap<string, string> | undefined;
}

/** Returns a function that adds the warnings about the request and restores the names of its tools. */
export function createEventMapper(
  { tools = [] }: Pick<ChatRequest, 'tools'>,
  { warnings, toolNames }: EncodingChanges,
): (events: readonly ProviderEvent[]) => readonly ProviderEvent[] {
  if (warnings.length === 0 && !toolNames && tools.length === 0) return (events) => events;
  const injector = new WarningInjector(warnings);
  return (events) => injector.add(restoreToolNames(events, toolNames, tools));
}

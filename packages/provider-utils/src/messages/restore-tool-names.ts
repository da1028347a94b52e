import type { ProviderEvent } from '@understudy/core/provider';

/** Returns the events with the names that the tools have in the request, if other names were sent. */
export function restoreToolNames(
  events: readonly ProviderEvent[],
  toolNames: ReadonlyMap<string, string> | undefined,
): readonly ProviderEvent[] {
  if (!toolNames) return events;
  return events.map((event) =>
    event.type === 'tool-call-start' || event.type === 'tool-call-end'
      ? { ...event, name: toolNames.get(event.name) ?? event.name }
      : event,
  );
}

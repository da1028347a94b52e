import type { ChatRequest, ProviderEvent } from '@understudy/core/provider';

/**
 * Returns the events with the names that the tools have in the request, if other names were sent, or if the model wrote
 * a name in the form of its prompt.
 *
 * @param toolNames - the names of the request by the names that were sent. Undefined if they are equal
 * @param tools - the tools of the request
 */
export function restoreToolNames(
  events: readonly ProviderEvent[],
  toolNames: ReadonlyMap<string, string> | undefined,
  tools: ChatRequest['tools'] = [],
): readonly ProviderEvent[] {
  if ((tools.length === 0 && !toolNames) || !events.some(isCall)) return events;
  return events.map((event) =>
    isCall(event) ? { ...event, name: findName(event.name, toolNames, tools) } : event,
  );
}

type CallEvent = Extract<ProviderEvent, { type: 'tool-call-start' | 'tool-call-end' }>;

function isCall(event: ProviderEvent): event is CallEvent {
  return event.type === 'tool-call-start' || event.type === 'tool-call-end';
}

/**
 * What models add to names: gpt-oss the namespace and control tokens of its prompt (`functions.paint`,
 * `paint<|channel|>commentary`), Gemini the module of the tools (`default_api:paint`).
 */
const addedText = /^(?:(?:functions|default_api)[.:])?([^<]*)(?:<\|.*)?$/s;

/** Only a name that is not that of a tool is changed, and only into one. */
function findName(
  name: string,
  toolNames: ReadonlyMap<string, string> | undefined,
  tools: NonNullable<ChatRequest['tools']>,
): string {
  const isTool = (candidate: string): boolean => tools.some((tool) => tool.name === candidate);
  const known = toolNames?.get(name) ?? name;
  if (isTool(known)) return known;
  const [, bare = name] = addedText.exec(name) ?? [];
  const found = toolNames?.get(bare) ?? bare;
  return isTool(found) ? found : known;
}

import type { WarningEvent } from '../chat/chat-event.ts';
import type { RequestContent } from '../chat/chat-request.ts';
import type { JsonObject } from '../chat/json.ts';
import type { ContentPart, ProviderOptions } from '../chat/message.ts';
import type { WireFormat } from '../provider/provider-definition.ts';
import type { Route } from '../registry/route/route.ts';

interface WithOptions {
  readonly providerOptions?: ProviderOptions | undefined;
}

type Target = Pick<Route, 'definition'>;

/**
 * Returns the options of a provider: those of its wire format, then its own, then those of the target. Undefined if
 * there are none.
 */
export function selectOptions(
  { definition: { id, wireFormat } }: Target,
  options: ProviderOptions | undefined,
  ofTarget?: JsonObject,
): JsonObject | undefined {
  const format = options && wireFormat && entryOf(options, wireFormat);
  const own = options && entryOf(options, id);
  return format || own || ofTarget ? { ...format, ...own, ...ofTarget } : undefined;
}

function entryOf(options: ProviderOptions, name: string): JsonObject | undefined {
  return Object.hasOwn(options, name) ? options[name] : undefined;
}

/** Returns a message, part or tool with the options of one provider only, under its id. */
export function keepOwnOptions<Value extends WithOptions>(value: Value, target: Target): Value;
export function keepOwnOptions(value: WithOptions, target: Target): WithOptions {
  if (!value.providerOptions) return value;
  const { providerOptions, ...rest } = value;
  const own = selectOptions(target, providerOptions);
  return own ? { ...rest, providerOptions: { [target.definition.id]: own } } : rest;
}

const wireFormats: Readonly<Record<WireFormat, true>> = {
  'openai-chat': true,
  'openai-responses': true,
  'anthropic-messages': true,
};

/** Returns one warning for each key of provider options that is neither a target's id nor a wire format. */
export function findUnusedOptions(
  { messages, tools = [], providerOptions }: RequestContent,
  targets: readonly Target[],
): readonly WarningEvent[] {
  const parts = messages.flatMap<ContentPart>(({ content }) =>
    typeof content === 'string' ? [] : content,
  );
  const inResults = parts.flatMap((part) => (part.type === 'tool-result' && part.parts) || []);
  const values: readonly WithOptions[] = [
    { providerOptions },
    ...messages,
    ...parts,
    ...inResults,
    ...tools,
  ];
  const options = values.flatMap((value) => value.providerOptions ?? []);
  if (options.length === 0) return [];
  const names = new Set(options.flatMap((each) => Object.keys(each)));
  return [...names]
    .filter((name) => !Object.hasOwn(wireFormats, name))
    .filter((name) => !targets.some(({ definition }) => definition.id === name))
    .map((name) => ({
      type: 'warning',
      message: `providerOptions.${name.slice(0, 80)} not sent: no target of the chat has this provider id`,
    }));
}

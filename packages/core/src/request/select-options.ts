import type { WarningEvent } from '../chat/chat-event.ts';
import type { RequestContent } from '../chat/chat-request.ts';
import type { JsonObject } from '../chat/json.ts';
import type { ProviderOptions } from '../chat/message.ts';
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
  content: RequestContent,
  targets: readonly Target[],
): readonly WarningEvent[] {
  const options = findOptions(content);
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

/** Returns the provider options of a request and of all its parts. */
function findOptions(content: RequestContent): readonly ProviderOptions[] {
  const found: ProviderOptions[] = [];
  const add = ({ providerOptions }: WithOptions): void => {
    if (providerOptions) found.push(providerOptions);
  };
  add(content);
  for (const message of content.messages) {
    add(message);
    if (typeof message.content === 'string') continue;
    for (const part of message.content) {
      add(part);
      if (part.type === 'tool-result') part.parts?.forEach(add);
    }
  }
  content.tools?.forEach(add);
  return found;
}

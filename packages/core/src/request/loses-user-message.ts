import type { ContentPart, Message } from '../chat/message.ts';
import type { Route } from '../registry/route/route.ts';
import { selectOptions } from './select-options.ts';

type Target = Pick<Route, 'definition'>;

/**
 * Returns whether a target receives nothing of a message of the user, because each of its parts exists in another API
 * only. An example is the id of a file that was uploaded to a vendor.
 */
export function losesUserMessage(messages: readonly Message[], target: Target): boolean {
  return messages.some(
    ({ role, content }) =>
      role === 'user' &&
      typeof content !== 'string' &&
      content.length > 0 &&
      content.every((part) => isOfOtherApi(part, target)),
  );
}

/** A part without a counterpart is an empty text, whose options with a `type` are the part. */
function isOfOtherApi(part: ContentPart, target: Target): boolean {
  if (part.type !== 'text' || part.text !== '' || !part.providerOptions) return false;
  return (
    Object.values(part.providerOptions).some(({ type }) => typeof type === 'string') &&
    selectOptions(target, part.providerOptions) === undefined
  );
}

import type { EventStyle } from '../stream/stream-options.ts';
import { commentPing, eventPing } from '../stream/stream-part.ts';

/** How events lie on the wire, changed where a fault of this name is one of that. */
export function changeEventStyle<Style extends EventStyle>(
  fault: string | undefined,
  style: Style,
): Style {
  switch (fault) {
    case 'crlf':
      return { ...style, lineEnding: 'crlf' };
    case 'cr':
      return { ...style, lineEnding: 'cr' };
    case 'mixed-line-endings':
      return { ...style, lineEnding: 'mixed' };
    case 'pings':
      return { ...style, eventsPerPing: 1, pings: [commentPing, eventPing] };
    case 'one-write':
      return { ...style, eventsPerWrite: Infinity };
    case 'split-utf8':
      return { ...style, escapeNonAscii: false, bytesPerWrite: 1 };
    default:
      return style;
  }
}
